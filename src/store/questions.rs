use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::fault::Fault;
use super::input::readable;

/// A line longer than this is not read to its end.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// The lines of one ordinary file, one after the other: however long the file, one line is in memory.
pub fn each_line(
    path: &Path,
    mut take: impl FnMut(u64, Result<&[u8], &str>) -> std::ops::ControlFlow<()>,
) -> Result<(), Fault> {
    let unreadable = |source: std::io::Error| Fault::Input {
        path: path.display().to_string(),
        what: format!("cannot be read: {source}"),
    };
    let mut file = BufReader::with_capacity(1 << 16, readable(path).map_err(unreadable)?);
    let (mut line, mut number) = (Vec::new(), 0u64);
    loop {
        line.clear();
        let mut piece = (&mut file).take(LINE_BYTES_MAX);
        if piece.read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            return Ok(());
        }
        number += 1;
        let whole = line.len() as u64 == LINE_BYTES_MAX && line.last() != Some(&b'\n');
        let done = if whole {
            skip_line(&mut file).map_err(unreadable)?;
            take(number, Err("the line is longer than a million bytes"))
        } else {
            let text = line.strip_prefix("\u{feff}".as_bytes()).filter(|_| number == 1);
            take(number, Ok(text.unwrap_or(&line).trim_ascii()))
        };
        if done.is_break() {
            return Ok(());
        }
    }
}

fn skip_line(file: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let held = file.fill_buf()?;
        if held.is_empty() {
            return Ok(());
        }
        let end = held.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(held.len(), |end| end + 1);
        file.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}
