//! The terminal's modes: taken one by one, given back in reverse, on every way out.
//!
//! Ways out are: leaving, a panic, SIGTERM, SIGHUP, SIGINT, SIGQUIT, a terminal that is gone, and
//! being suspended. Giving back is idempotent and says nothing that could fail loudly.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
#[cfg(windows)]
use ratatui::crossterm::event;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    SetTitle, disable_raw_mode, enable_raw_mode, size,
};
use ratatui::crossterm::{Command, cursor, queue};

/// How many columns the terminal has, where there is one.
pub fn columns() -> Option<u16> {
    size().ok().map(|(columns, _)| columns)
}

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the mouse was asked for.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Press, drag and wheel with coordinates of any size. Not motion: it floods slow connections.
struct EnableMouse;
/// And back.
struct DisableMouse;

impl Command for EnableMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        event::EnableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

impl Command for DisableMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1006l\x1b[?1002l\x1b[?1000l")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        event::DisableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Takes the terminal.
pub fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout().lock();
    queue!(
        out,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        SetTitle("detente"),
        cursor::Hide
    )?;
    MOUSE.store(mouse, Ordering::SeqCst);
    if mouse {
        queue!(out, EnableMouse)?;
    }
    out.flush()
}

/// Gives the terminal back, if it is ours. Whatever fails on the way, the rest is still done.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout().lock();
    if MOUSE.load(Ordering::SeqCst) {
        let _mouse = queue!(out, DisableMouse);
    }
    let _rest = queue!(
        out,
        EndSynchronizedUpdate,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _flushed = out.flush();
    let _raw = disable_raw_mode();
}

/// Uses the mouse, or leaves it to the terminal.
pub fn use_mouse(mouse: bool) -> io::Result<()> {
    if MOUSE.swap(mouse, Ordering::SeqCst) == mouse {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    if mouse {
        queue!(out, EnableMouse)?;
    } else {
        queue!(out, DisableMouse)?;
    }
    out.flush()
}

/// Gives the terminal back when it goes out of scope.
#[derive(Debug)]
pub struct Taken;

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Collects a frame, so that it reaches the terminal in one write.
#[derive(Clone, Debug, Default)]
struct Collected(Rc<RefCell<Vec<u8>>>);

impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The screen: what is drawn on it reaches the terminal as one piece.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Collected>>,
    collected: Collected,
}

impl Screen {
    /// A screen of the terminal's size.
    pub fn new() -> io::Result<Self> {
        let collected = Collected::default();
        let terminal = Terminal::new(CrosstermBackend::new(collected.clone()))?;
        Ok(Screen { terminal, collected })
    }

    /// Draws a frame; the closure tells where the cursor belongs.
    pub fn draw(
        &mut self,
        paint: impl FnOnce(&mut ratatui::buffer::Buffer) -> Option<ratatui::layout::Position>,
    ) -> io::Result<()> {
        queue!(self.collected, BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            if let Some(position) = paint(frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        queue!(self.collected, EndSynchronizedUpdate)?;
        let frame = std::mem::take(&mut *self.collected.0.borrow_mut());
        let mut out = io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole.
    pub fn forget(&mut self) -> io::Result<()> {
        // Not `Terminal::clear`: that asks the terminal where its cursor is, and the answer is read
        // by the thread that reads keys.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }
}
