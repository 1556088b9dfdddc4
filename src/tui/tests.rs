//! The program without a terminal: keys in, pictures out.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod asking;
mod behaviour;
mod cutting;
mod editing;
mod handshake;
mod hostile;
mod keys;
mod learning;
mod merger;
mod merger_bad;
mod merger_files;
mod mouse;
mod onboarding;
mod pictures;
mod planning;
mod scenes;
mod stage;
mod standing;
mod sweep;
mod synchronisation;
mod traffic;

use scenes::SCENES;
use stage::Stage;
