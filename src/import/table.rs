//! CSV files of the portal. Columns are found by name, whatever their order; dates stay text.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use crate::domain::Json;

use super::fault::{ImportFault, Place, shown};
use super::json;
use super::kind::Kind;
use super::languages;
use super::session::{Session, Spot};
use super::sign_ins::table::Columns;
use super::text::Text;
use super::tidy::{self, Object};

/// Columns of one file.
const COLUMNS_MAX: usize = 1024;

/// Line breaks inside one field. More mean that a quote was never closed.
const FIELD_LINES_MAX: usize = 50;

/// How a table begins: lines before its header, what separates the columns, and their names.
#[derive(Debug)]
pub(super) struct Layout {
    lines_before: usize,
    separator: u8,
    columns: Vec<String>,
    is_template: bool,
}

/// Words of a header that say that a file is a table we might know.
const SIGNS: [&str; 13] = [
    "date (utc)",
    "id",
    "objectid",
    "userprincipalname",
    "displayname",
    "inviteeemail",
    "memberobjectidorupn",
    "externaltenantid",
    "appid",
    "passwordprofile",
    "usertype",
    "membertype",
    "objecttype",
];

impl Layout {
    /// Reads the beginning of a file; `None` when it is no table.
    pub fn of(beginning: &str) -> Option<Layout> {
        let mut separator = None;
        let mut is_template = false;
        for (lines_before, line) in beginning.lines().enumerate() {
            let bare = line.trim().trim_matches(['"', ',', ';']);
            if bare.to_ascii_lowercase().starts_with("version:") {
                is_template = true;
            } else if let Some(sign) = line.trim_start_matches('"').strip_prefix("sep=") {
                separator = sign.bytes().next();
            } else if !line.trim().is_empty() && !line.starts_with("#TYPE") {
                let separator = separator.unwrap_or_else(|| separator_of(line));
                let mut reader = ReaderBuilder::new()
                    .delimiter(separator)
                    .has_headers(false)
                    .from_reader(line.as_bytes());
                let header = reader.records().next()?.ok()?;
                let columns: Vec<String> = header.iter().map(column).collect();
                let known = |name: &String| SIGNS.contains(&name.to_ascii_lowercase().as_str());
                let is_table = columns.iter().any(known) && (columns.len() > 1 || is_template);
                return is_table.then_some(Layout {
                    lines_before,
                    separator,
                    columns,
                    is_template,
                });
            }
        }
        None
    }

    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.eq_ignore_ascii_case(name))
    }
}

/// The sign that separates the columns of a header.
fn separator_of(header: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (sign, count) in &mut counts {
            *count += usize::from(byte == *sign && !quoted);
        }
    }
    // The first of the most frequent ones.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// The member a column stands for: the token in brackets, or its name.
fn column(title: &str) -> String {
    let title = title.trim();
    let token = title.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let name = token.map_or(title, |(token, _)| token).trim();
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let known = match bare.to_ascii_lowercase().as_str() {
        "id" | "objectid" => "id",
        "userprincipalname" => "userPrincipalName",
        "displayname" => "displayName",
        "usertype" => "userType",
        "membertype" | "objecttype" => "objectType",
        "appid" | "applicationid" | "applicationclientid" => "appId",
        // The portal's own names for Graph's properties.
        "directorysynced" => "onPremisesSyncEnabled",
        "invitationstate" => "externalUserState",
        "physicaldeliveryofficename" => "officeLocation",
        "mobile" => "mobilePhone",
        _ => name,
    };
    known.to_owned()
}

enum What {
    Rows(Kind),
    SignIns(Columns),
    Refused(&'static str, &'static str),
    Unclear,
}

const DOWNLOAD: &str = "download the list of users itself";

fn what(layout: &Layout) -> What {
    let has = |name| layout.has(name);
    match () {
        () if has("inviteeEmail") => What::Refused(
            "this is a template for inviting guests; it says whom to invite, not who is there",
            DOWNLOAD,
        ),
        () if has("memberObjectIdOrUpn") => What::Refused(
            "this is a template for changing the members of a group; it says what to do, not what is",
            DOWNLOAD,
        ),
        () if has("passwordProfile") || layout.is_template => What::Refused(
            "this is a template for a bulk operation; it says what to do, not what is",
            DOWNLOAD,
        ),
        () if has("externalTenantId") && has("uniqueUsers") => What::Refused(
            "this counts sign-ins by tenant and does not say who opened what",
            "export the events, without -SummaryStats",
        ),
        () if Columns::are(&layout.columns) => What::SignIns(Columns::of(&layout.columns)),
        () if has("id") && (has("objectType") || has("isUser")) => What::Rows(Kind::Member),
        () if has("userPrincipalName") && has("id") => What::Rows(Kind::User),
        () if has("appId") => What::Rows(Kind::Application),
        () if has("id") && (has("groupType") || has("groupTypes") || has("membershipType")) => {
            What::Rows(Kind::Group)
        }
        () => What::Unclear,
    }
}

/// Reads a table to its end.
pub(super) fn read(
    mut text: Text<'_>,
    layout: Layout,
    session: &mut Session<'_>,
) -> Result<(), ImportFault> {
    let track = text.track();
    // Empty lines at the beginning were passed over already.
    let before = track.place().line.saturating_sub(1).saturating_add(layout.lines_before);
    let header = Place { line: before.saturating_add(1), column: 1 }.words("");
    let what = what(&layout);
    match &what {
        What::Rows(_) => {}
        What::SignIns(columns) => columns.check(&header, session)?,
        What::Refused(why, remedy) => return Err(session.fault(Some(header), *why, *remedy)),
        What::Unclear => return Err(missing(&layout, header, session)),
    }
    if layout.columns.len() > COLUMNS_MAX {
        let what = format!("{} columns, expected {COLUMNS_MAX} at most", layout.columns.len());
        return Err(session.fault(Some(header), what, "export the file again"));
    }
    let file = session.file.clone();
    for _ in 0..layout.lines_before {
        text.skip_line().map_err(|bad| json::unread(&file, &track, &bad))?;
    }
    for name in &layout.columns {
        if let Some(language) = languages::of(name) {
            let what = format!(
                "the column `{}` has a {language} header and was not read as what it means",
                shown(name)
            );
            session.warnings.add(what, &file);
        }
    }
    let broken = Rc::new(RefCell::new(None));
    let last = Rc::new(Cell::new(b'\n'));
    let watch = Quotes {
        source: text,
        separator: layout.separator,
        state: State::Start,
        line: before.saturating_add(1),
        opened: 0,
        lines: 0,
        broken: Rc::clone(&broken),
        last: Rc::clone(&last),
    };
    let mut reader = ReaderBuilder::new().delimiter(layout.separator).from_reader(watch);
    let mut record = StringRecord::new();
    let mut rows = 0_usize;
    loop {
        track.expect_object();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(bad) => {
                let broken = broken.borrow().clone();
                return Err(refused(&bad, broken, before, session, &track));
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(usize::MAX).saturating_add(before);
        match &what {
            What::Rows(kind) => row(&record, &layout, *kind, line, session)?,
            What::SignIns(columns) => columns.take(&record, line, session)?,
            What::Refused(..) | What::Unclear => {}
        }
        rows += 1;
    }
    if rows > 0 && !matches!(last.get(), b'\n' | b'\r') {
        let line = track.place().line;
        let what = format!(
            "line {line} has no end: if the file was cut off there, its last value is not whole"
        );
        session.warnings.add(what, &file);
    }
    match what {
        What::Rows(kind) => session.end_table(kind, rows),
        What::SignIns(_) => {
            session.recognised += 1;
            Ok(())
        }
        What::Refused(..) | What::Unclear => Ok(()),
    }
}

fn missing(layout: &Layout, header: String, session: &Session<'_>) -> ImportFault {
    let wanted: &[&str] =
        if layout.has("userPrincipalName") { &["id"] } else { &["id", "userPrincipalName"] };
    let missing: Vec<String> =
        wanted.iter().filter(|name| !layout.has(name)).map(|name| format!("`{name}`")).collect();
    let found: Vec<String> =
        layout.columns.iter().map(|name| format!("`{}`", shown(name))).collect();
    let found = found.join(", ");
    let what = if let Some(language) = layout.columns.iter().find_map(|name| languages::of(name)) {
        format!("the headers are {language} ({}), and only English ones are read", shown(&found))
    } else if missing.is_empty() {
        format!("the columns do not say what the rows are; found {}", shown(&found))
    } else {
        let plural = if missing.len() == 1 { "column" } else { "columns" };
        format!("missing {plural}: {}; found {found}", missing.join(" and "))
    };
    session.fault(Some(header), what, "download the list again with all columns")
}

fn refused(
    bad: &csv::Error,
    broken: Option<(usize, String)>,
    before: usize,
    session: &Session<'_>,
    track: &super::text::Track,
) -> ImportFault {
    if let Some((line, what)) = broken {
        let place = Place { line, column: 1 }.words("");
        return session.fault(Some(place), what, "close the quote or export the file again");
    }
    match bad.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            let place = Place { line: line.saturating_add(before), column: 1 };
            let what =
                format!("this row has {len} columns, expected {expected_len} as in the header");
            session.fault(Some(place.words("")), what, "correct the row or export the file again")
        }
        csv::ErrorKind::Io(bad) => json::unread(&session.file, track, bad),
        _ => session.fault(None, format!("this is no CSV: {bad}"), "export the file again"),
    }
}

fn row(
    record: &StringRecord,
    layout: &Layout,
    kind: Kind,
    line: usize,
    session: &mut Session<'_>,
) -> Result<(), ImportFault> {
    let mut object = Object::new();
    for (name, cell) in layout.columns.iter().zip(record) {
        let cell = cell.trim();
        if cell.is_empty() || name.is_empty() {
            continue;
        }
        if object.contains_key(name) {
            let place = Place { line, column: 1 }.words("");
            let what = format!("two columns are named `{}`", shown(name));
            return Err(session.fault(Some(place), what, "remove one of the columns"));
        }
        let value = value(name, cell).map_err(|what| {
            let place = Place { line, column: 1 }.words(name);
            session.fault(
                Some(place),
                what,
                "switch the portal to English and download the list again",
            )
        })?;
        object.insert(name.clone(), value);
    }
    let place = Place { line, column: 1 };
    let file = session.file.clone();
    let object = tidy::tidy(object, &file, session.warnings)
        .map_err(|what| session.fault(Some(place.words("")), what, "correct the row"))?;
    session.table_row(kind, object, &Spot { text: "", start: place, path: "" })
}

/// Switches become truth values; everything else, dates too, stays the text it is. A switch that is
/// neither, as in a table of another language, would be taken for on.
fn value(name: &str, cell: &str) -> Result<Json, String> {
    let is_switch = matches!(name, "accountEnabled" | "onPremisesSyncEnabled")
        || name.starts_with("is") && name.chars().nth(2).is_some_and(char::is_uppercase);
    match cell.to_ascii_lowercase().as_str() {
        "true" if is_switch => Ok(Json::Bool(true)),
        "false" if is_switch => Ok(Json::Bool(false)),
        word if name == "userType" && !matches!(word, "member" | "guest") => {
            Err(format!("expected Member or Guest as `userType`, found `{}`", shown(cell)))
        }
        _ if is_switch => {
            Err(format!("expected true or false as `{name}`, found `{}`", shown(cell)))
        }
        _ => Ok(Json::String(cell.to_owned())),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Bare,
    Quoted,
    MaybeEnd,
}

/// Watches the quotes go by: a quote that is never closed would swallow the rest of the file.
struct Quotes<'a> {
    source: Text<'a>,
    separator: u8,
    state: State,
    line: usize,
    opened: usize,
    lines: usize,
    broken: Rc<RefCell<Option<(usize, String)>>>,
    last: Rc<Cell<u8>>,
}

impl Quotes<'_> {
    fn refuse(&self, line: usize, what: &str) -> io::Error {
        *self.broken.borrow_mut() = Some((line, what.to_owned()));
        io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
    }

    fn pass(&mut self, byte: u8) -> io::Result<()> {
        let ends_field = byte == self.separator || byte == b'\n' || byte == b'\r';
        self.state = match (self.state, byte) {
            (State::Start, b'"') => {
                (self.opened, self.lines) = (self.line, 0);
                State::Quoted
            }
            (State::Quoted, b'"') => State::MaybeEnd,
            (State::Quoted, b'\n') => {
                self.lines += 1;
                if self.lines > FIELD_LINES_MAX {
                    return Err(self.refuse(
                        self.opened,
                        "a quote that opens in this line is not closed within 50 lines",
                    ));
                }
                State::Quoted
            }
            // A doubled quote is one quote inside the field.
            (State::MaybeEnd, b'"') | (State::Quoted, _) => State::Quoted,
            (State::MaybeEnd, _) if !ends_field => {
                return Err(self.refuse(
                    self.opened,
                    "a quote that opens in this line closes in the middle of a field",
                ));
            }
            (_, _) if ends_field => State::Start,
            (_, _) => State::Bare,
        };
        self.line += usize::from(byte == b'\n');
        Ok(())
    }
}

impl Read for Quotes<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        for byte in out.iter().take(count) {
            self.pass(*byte)?;
            self.last.set(*byte);
        }
        if count == 0 && !out.is_empty() && self.state == State::Quoted {
            return Err(self.refuse(self.opened, "a quote that opens in this line is never closed"));
        }
        Ok(count)
    }
}
