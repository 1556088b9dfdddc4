//! Détente: see, change, rehearse and prove how a Microsoft Entra tenant trusts other tenants,
//! offline. This page is the map of the house.
//!
//! # Floors
//!
//! A room uses itself and lower floors; a test reads the sources and says so.
//!
//! ```text
//!  8  main
//!  7  cli                                          the face without a screen; opens the other
//!  6  tui                                          the face with one
//!  5  store                                        the disk
//!  4  export  import  merger  practice            what goes out; what comes in; bringing tenants together
//!  3  wire  learn  partners  remedy  replay        JSON shapes; pages and questions; the partner list; what would turn an answer around; real traffic
//!  2  decode  edit  plan  sync                     the service's errors; changing; what differs and in which order; cycles
//!  1  access  expr                                 who speaks; expressions
//!  0  domain        filter       text       world  nouns; one grammar; harmless names; the outside
//! ```
//!
//! | room | knows | must never |
//! |---|---|---|
//! | [`domain`] | tenants, policies, settings as plain data; an `Extra` in every record for what Graph says beyond them | read, write, decide |
//! | [`filter`] | the one grammar of every list | |
//! | [`text`] | how foreign names are shown harmless, and which name was meant | |
//! | [`access`] | inheritance ([`access::resolve_half`] and its siblings are the one place), what a setting amounts to, what a sign-in log says, and who may pass ([`access::evaluate`]: both sides, gate by gate; [`access::Index`]: the same answers without words, by the million) | touch a disk, a clock, a screen |
//! | [`expr`] | the expressions of attribute mappings: every function, what it gives, and how sure that is | read a clock, guess what is not documented without saying so |
//! | [`decode`] | what an error of the service means, and what of the question it gives away | guess a tenant's part |
//! | [`plan`] | where draft and observed differ, which steps make it so, and an order that opens nothing on the way ([`plan::Plan`]) | know how a request is spelt |
//! | [`export`] | plans as Graph's requests, and the shelf of formats | open a file |
//! | [`edit`] | every change there is, and what the service would refuse (V1 to V10) | invert anything |
//! | [`remedy`] | the smallest change: edits that turn one answer around, tried on a copy | make the change |
//! | [`replay`] | what the draft does to the sign-ins of a log, and what a blocking default needs first | make the change |
//! | [`partners`] | the rows of the partner list, for screen and command line | |
//! | [`sync`] | what a cycle of cross-tenant synchronisation would do with every user ([`sync::Engine`]), why, and how sure that is | take what an export does not hold as empty |
//! | [`learn`] | what the settings mean, which way fits, and questions whose answers the engines give | know what is right by itself |
//! | [`wire`] | what members of Graph objects are called; differences of workspaces place by place; journal lines | open a file |
//! | [`import`] | real exports, recognised by content | open a file, apply half of anything |
//! | [`merger`] | set-ups of several tenants: answers, what is missing for them, whose work that is, and how far it is, computed from state | tick anything by hand, edit what is not ours |
//! | [`practice`] | the practice workspace | be random |
//! | [`store`] | folder, journal, checkpoint, lock, directories, sign-in logs | decide anything about policy |
//! | [`cli`] | arguments, answers, exit codes | print past the streams it was given |
//! | [`tui`] | screens, keys, colours, terminal modes | change a workspace except by asking |
//!
//! Invariants of absence: nothing below `tui` and `cli` knows that there is a screen; nothing below
//! `store` knows that there is a disk; nothing but [`access`] knows how inheritance works; nothing
//! reads the clock but `main`; there is no network code at all, in the tree or in its dependencies.
//!
//! # How an edit travels
//!
//! A key becomes a command of the top screen, the command becomes an `Ask`, the app turns it into
//! an `Effect`, the shell gives it to [`store::Desk`]. There the edit is checked by [`edit::apply`],
//! the lock is taken for milliseconds, what another instance wrote is taken in, and the changed
//! places ([`wire::changes`], computed generically, each with what stood there before) are appended
//! to `history.jsonl` as one hash-chained line and forced to the disk. Only then does the screen say
//! "saved". Undo is the same line read backwards, so it works after a restart and needs no inverse
//! of any edit. `workspace.json` is a checkpoint: opening replays the lines behind it.
//!
//! # Long work
//!
//! The screen's thread reads events and draws. What may take longer is a task with a number: it runs
//! on a thread of its own, tells how far it is, and stops when a newer one of its kind has been
//! asked for. Its answer carries what it was asked of; an answer to something older is dropped.
//!
//! # Observed and draft
//!
//! What was imported is *observed*: immutable files named by their hash. What is designed is the
//! *draft*. [`plan::Plan`] is what lies between; every screen can show either estate.
//!
//! # Where do I change …?
//!
//! | to add | write | and one row in |
//! |---|---|---|
//! | an Entra setting | a member in `domain/policy.rs`, a variant of [`domain::Setting`] | `SETTINGS`, the codec in `wire/policy.rs`; the compiler walks the rest |
//! | an edit | a variant of [`edit::Edit`] | `edit/perform.rs`, `edit/words.rs` |
//! | a screen or a card | `tui/screens/x.rs` | `TABS` in `tui/screens.rs`, or an `Ask::Open` |
//! | what a card wants worked out | a variant of `Wish` and of `Outcome` in `tui/errand.rs` | `Screen::wish` of the card |
//! | a file that a screen writes | a variant of `Goods` in `tui/delivery.rs` | |
//! | a command of a screen | a variant and an arm there | its key table: hints, help and palette read it |
//! | a command of the command line | `cli/commands/x.rs` | `cli/commands.rs` |
//! | a function of mappings | its `fn` in `expr/functions/x.rs` | `ROWS` there; parser, checks, help and a test of its example read it |
//! | an operator of a scoping filter | an arm in `sync/filter.rs` | `OPERATORS` there |
//! | a format of plans | `export/x.rs` | `FORMATS` in `export.rs` |
//! | a scenario of cycles | | `SCENARIOS` in `sync/cycles/scenario.rs` |
//! | an event of a scenario | a variant in `sync/cycles/event.rs`, its effect in `happen.rs` | `WORDS` in `sync/cycles/spoken.rs` |
//! | a page of Learn | a section of `learn/pages/*.md` | |
//! | a question of the self-check | its `fn` in `learn/quiz/x.rs` | `QUIZZES` in `learn/quiz.rs` |
//! | a kind of export | a recogniser in `import/kind.rs` | `import/parts.rs` |
//! | a file version | a step in `wire/workspace.rs` | `FORMAT` |

mod access;
#[cfg(test)]
mod arbitrary;
#[cfg(feature = "bench")]
#[doc(hidden)]
pub mod bench;
mod cli;
mod decode;
mod domain;
mod edit;
mod export;
mod expr;
mod filter;
mod import;
mod learn;
mod merger;
mod partners;
mod plan;
mod practice;
mod remedy;
mod replay;
mod store;
mod sync;
mod text;
mod tui;
mod wire;
mod world;

pub use world::World;

/// Runs the program; the one door of this crate.
pub fn run(world: World<'_>) -> std::process::ExitCode {
    cli::run(world)
}
