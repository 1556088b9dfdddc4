//! What the system says while the screen is up.

#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use super::shell::Event;

/// Whether an editor has the terminal: what is typed there to interrupt is meant for it.
#[cfg(unix)]
static IS_AWAY: AtomicBool = AtomicBool::new(false);

/// Listens for signals and for a terminal that is gone, each in a thread that sleeps.
#[cfg(unix)]
pub fn listen(events: &Sender<Event>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let sender = events.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => {
                    let _gone = sender.send(Event::Continued);
                }
                SIGTSTP => {
                    super::terminal::give_back();
                    let _stopped = emulate_default_handler(SIGTSTP);
                }
                SIGINT | SIGQUIT if IS_AWAY.load(Ordering::SeqCst) => {}
                // Every edit is on the disk already: give the terminal back and die by the signal,
                // as whoever sent it expects.
                other => {
                    super::terminal::give_back();
                    let _dead = emulate_default_handler(other);
                }
            }
        }
    });
    std::thread::spawn(watch_terminal);
    Ok(())
}

/// A terminal that is gone makes the reader spin for ever; nothing but the hang-up wakes this.
#[cfg(unix)]
fn watch_terminal() {
    use rustix::event::{PollFd, PollFlags, poll};
    let stdin = std::io::stdin();
    loop {
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
        let [seen] = &watched;
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if seen.revents().intersects(gone) {
            super::terminal::give_back();
            let _dead =
                signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGHUP);
            return;
        }
    }
}

/// Stops the program until it is continued.
#[cfg(unix)]
pub fn stop() {
    let _stopped = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// Says whether an editor has the terminal.
#[cfg(unix)]
pub fn be_away(is_away: bool) {
    IS_AWAY.store(is_away, Ordering::SeqCst);
}

/// Wakes whoever waits for keys, as a change of the window's size does.
#[cfg(unix)]
pub fn wake() {
    let _woken = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}

/// There are no such signals here; closing the window ends the program.
#[cfg(not(unix))]
pub fn listen(_events: &Sender<Event>) -> std::io::Result<()> {
    Ok(())
}

/// There is no suspending here.
#[cfg(not(unix))]
pub fn stop() {}

/// Nothing interrupts the program here while an editor runs.
#[cfg(not(unix))]
pub fn be_away(_is_away: bool) {}

/// Whoever waits for keys looks up by itself.
#[cfg(not(unix))]
pub fn wake() {}
