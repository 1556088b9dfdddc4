//! Sign-in logs, compacted: `logs/<hash>.jsonl`, named by what they say, so that the same log is
//! kept once. Nothing but the name of the file it came from is left out of the hash.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::access::{Activity, LeftOut, LogHead, Way, joined};
use crate::domain::TenantId;
use crate::import::{OURS, Report, SignInLog, Slot};
use crate::wire;

const FOLDER: &str = "logs";

/// What all logs of a workspace say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIns {
    /// One activity a way, in order of the ways.
    pub activities: Vec<Activity>,
    /// The logs that it comes from.
    pub heads: Vec<LogHead>,
}

/// A log on its way in.
#[derive(Debug)]
pub(super) struct Staged {
    slot: Slot,
    name: String,
    head: LogHead,
    ways: usize,
    needs_owner: bool,
    hash: String,
}

fn file_of(hash: &str) -> String {
    format!("{FOLDER}/{hash}.jsonl")
}

/// The hashes of the logs that are kept.
fn kept(disk: &dyn Disk) -> Result<Vec<String>, Fault> {
    let names = disk.list(FOLDER).map_err(disk_fault(disk, "read", FOLDER))?;
    let hash = |name: String| name.strip_suffix(".jsonl").map(str::to_owned);
    Ok(names.into_iter().filter_map(hash).collect())
}

fn hashed(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Writes a log and says how it is named.
fn write(out: &mut dyn Write, head: &LogHead, activities: &[Activity]) -> io::Result<String> {
    let nameless = LogHead { source: String::new(), ..head.clone() };
    let mut digest = Sha256::new();
    digest.update(wire::head_line(&nameless));
    digest.update("\n");
    writeln!(out, "{}", wire::head_line(head))?;
    for activity in activities {
        let mut line = wire::activity_line(activity);
        line.push('\n');
        digest.update(&line);
        out.write_all(line.as_bytes())?;
    }
    out.flush()?;
    Ok(hashed(digest))
}

/// Puts a log beside the others, not yet among them.
pub(super) fn stage(
    disk: &dyn Disk,
    number: usize,
    slot: Slot,
    log: SignInLog,
) -> io::Result<Staged> {
    let SignInLog { head, activities, needs_owner } = log;
    let name = format!("{FOLDER}/import.{number}.new");
    let hash = write(&mut disk.create(&name)?, &head, &activities)?;
    Ok(Staged { slot, name, head, ways: activities.len(), needs_owner, hash })
}

impl Staged {
    /// Takes the file away where it was not used.
    pub fn sweep(&self, disk: &dyn Disk) {
        let _gone = disk.remove(&self.name);
    }

    /// Puts our tenant where [`OURS`] stands.
    fn own(&mut self, disk: &dyn Disk, owner: TenantId) -> Result<(), Fault> {
        let (mut activities, mut bad) = (Vec::new(), Vec::new());
        read(disk, &self.name, &mut bad, |activity| activities.push(activity))?;
        let real = |id: &mut TenantId| {
            if *id == OURS {
                *id = owner;
            }
        };
        for Activity { way, .. } in &mut activities {
            real(&mut way.home);
            real(&mut way.resource);
        }
        let (activities, within): (Vec<_>, Vec<_>) =
            activities.into_iter().partition(|one| one.way.home != one.way.resource);
        let within: u64 = within.iter().map(Activity::sign_ins).sum();
        if within > 0 {
            *self.head.left_out.entry(LeftOut::WithinTenant).or_default() += within;
        }
        let activities = joined(activities);
        self.ways = activities.len();
        let fault = || disk_fault(disk, "write", &self.name);
        let mut out = disk.create(&self.name).map_err(fault())?;
        self.hash = write(&mut out, &self.head, &activities).map_err(fault())?;
        Ok(())
    }
}

/// Makes what was staged ready; gives from and to, and says what came.
pub(super) fn take_in(
    disk: &dyn Disk,
    staged: &mut [Staged],
    slots: &[Option<TenantId>],
    report: &mut Report,
) -> Result<Vec<(String, String)>, Fault> {
    let mut known: BTreeMap<String, LogHead> = BTreeMap::new();
    if !staged.is_empty() {
        for hash in kept(disk)? {
            let head = read_head(disk, &file_of(&hash))?.unwrap_or_default();
            known.insert(hash, head);
        }
    }
    let mut renames: Vec<(String, String)> = Vec::new();
    let (mut came, mut again) = (Sum::default(), Vec::new());
    for log in staged.iter_mut() {
        let owner = slots.get(log.slot.0).copied().flatten();
        if let Some(owner) = owner.filter(|_| log.needs_owner) {
            log.own(disk, owner)?;
        }
        if known.contains_key(&log.hash) {
            again.push(log.head.source.clone());
            continue;
        }
        came.add(&log.head, log.ways);
        if log.ways == 0 {
            continue;
        }
        for (hash, head) in &known {
            let there = renames.iter().find(|(_, to)| *to == file_of(hash));
            let there = there.map_or_else(|| file_of(hash), |(from, _)| from.clone());
            if overlap(&log.head, head) && share(disk, &log.name, &there)? {
                report.warnings.push(format!(
                    "the logs `{}` and `{}` tell of the same ways at the same time; what stands in both is counted twice",
                    log.head.source, head.source
                ));
            }
        }
        disk.settle(&log.name).map_err(disk_fault(disk, "write", &log.name))?;
        renames.push((log.name.clone(), file_of(&log.hash)));
        known.insert(log.hash.clone(), log.head.clone());
    }
    report.came_in.extend(came.sentence());
    if let [first, others @ ..] = again.as_slice() {
        let more = match others.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        report.warnings.push(format!(
            "the sign-ins of `{first}`{more} are in the workspace already; they were not counted again"
        ));
    }
    Ok(renames)
}

/// What several logs say together.
#[derive(Default)]
struct Sum {
    files: usize,
    ways: usize,
    head: LogHead,
}

impl Sum {
    fn add(&mut self, head: &LogHead, ways: usize) {
        self.files += 1;
        self.ways += ways;
        self.head.rows += head.rows;
        for (reason, count) in &head.left_out {
            *self.head.left_out.entry(*reason).or_default() += count;
        }
        self.head.first = self.head.first.into_iter().chain(head.first).min();
        self.head.last = self.head.last.max(head.last);
    }

    fn sentence(&self) -> Option<String> {
        let Sum { files, ways, head } = self;
        if *files == 0 {
            return None;
        }
        let left: u64 = head.left_out.values().sum();
        let taken = head.rows.saturating_sub(left);
        let rows = if head.rows == 1 { "row" } else { "rows" };
        let ways_noun = if *ways == 1 { "way" } else { "ways" };
        let mut text = format!(
            "sign-ins: {} {rows} read, {taken} taken in {ways} {ways_noun} (a person and an application each)",
            head.rows
        );
        if let (Some(first), Some(last)) = (head.first, head.last) {
            text.push_str(&format!(" from {} to {}", first.date(), last.date()));
        }
        for (reason, _, words) in LeftOut::ALL {
            if let Some(count) = head.left_out.get(&reason) {
                text.push_str(&format!("; left out: {count} that {words}"));
            }
        }
        Some(text)
    }
}

/// Whether two logs tell of the same time; that one ends when the other begins is no overlap.
fn overlap(a: &LogHead, b: &LogHead) -> bool {
    match (a.first.zip(a.last), b.first.zip(b.last)) {
        (Some((a_first, a_last)), Some((b_first, b_last))) => {
            a_first < b_last && b_first < a_last || (a_first, a_last) == (b_first, b_last)
        }
        _ => false,
    }
}

/// Whether two logs have a way in common on a day in common.
fn share(disk: &dyn Disk, one: &str, other: &str) -> Result<bool, Fault> {
    let mut days: HashMap<Way, (Date, Date)> = HashMap::new();
    let mut bad = Vec::new();
    read(disk, one, &mut bad, |activity| {
        days.insert(activity.way, (activity.first, activity.last));
    })?;
    let mut shared = false;
    read(disk, other, &mut bad, |activity| {
        let there = days.get(&activity.way);
        shared |=
            there.is_some_and(|(first, last)| *first <= activity.last && activity.first <= *last);
    })?;
    Ok(shared)
}

fn read_head(disk: &dyn Disk, name: &str) -> Result<Option<LogHead>, Fault> {
    let fault = || disk_fault(disk, "read", name);
    let Some(mut file) = disk.open(name).map_err(fault())? else { return Ok(None) };
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line).map_err(fault())?;
    Ok(wire::read_head(line.trim_ascii_end()).ok())
}

/// The activities of one log, and what could not be read of it.
fn read(
    disk: &dyn Disk,
    name: &str,
    notices: &mut Vec<String>,
    mut take: impl FnMut(Activity),
) -> Result<Option<LogHead>, Fault> {
    let fault = || disk_fault(disk, "read", name);
    let Some(mut file) = disk.open(name).map_err(fault())? else { return Ok(None) };
    let (mut line, mut number, mut bad) = (Vec::new(), 0u64, 0u64);
    let (mut head, mut first) = (None, String::new());
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(fault())? == 0 {
            break;
        }
        number += 1;
        let text = line.trim_ascii_end();
        let read = if number == 1 {
            wire::read_head(text).map(|read| head = Some(read))
        } else {
            wire::read_activity(text).map(&mut take)
        };
        if let Err(what) = read {
            bad += 1;
            if bad == 1 {
                first = format!("line {number}: {what}");
            }
        }
    }
    if bad > 0 {
        let path = disk.place(name);
        notices.push(format!("{bad} lines of `{path}` cannot be read; the first: {first}"));
    }
    Ok(head)
}

/// All sign-ins of a workspace, and what could not be read of them.
pub fn read_sign_ins(disk: &dyn Disk) -> Result<(SignIns, Vec<String>), Fault> {
    let (mut all, mut heads, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    let mut distinct = 0;
    for hash in kept(disk)? {
        let head = read(disk, &file_of(&hash), &mut notices, |activity| all.push(activity))?;
        heads.extend(head);
        // A thousand pages of one export tell of the same ways again and again.
        if all.len() / 2 > distinct {
            all = joined(all);
            distinct = all.len();
        }
    }
    Ok((SignIns { activities: joined(all), heads }, notices))
}

/// Keeps a log that is made and not imported, as the practice workspace's.
pub(super) fn put(disk: &dyn Disk, head: &LogHead, activities: &[Activity]) -> Result<(), Fault> {
    let mut bytes = Vec::new();
    let hash = write(&mut bytes, head, activities).map_err(disk_fault(disk, "write", FOLDER))?;
    let name = file_of(&hash);
    disk.replace(&name, &bytes).map_err(disk_fault(disk, "write", &name))
}

/// How many logs are kept, and which of them are not what they were.
pub(super) fn examine(disk: &dyn Disk) -> Result<(usize, Vec<String>), Fault> {
    let hashes = kept(disk)?;
    let mut damaged = Vec::new();
    for hash in &hashes {
        let name = file_of(hash);
        let (mut activities, mut notices) = (Vec::new(), Vec::new());
        let head = read(disk, &name, &mut notices, |activity| activities.push(activity))?;
        let now = write(&mut io::sink(), &head.unwrap_or_default(), &activities);
        if !notices.is_empty() || now.ok().as_ref() != Some(hash) {
            damaged.push(format!("`{}` is not what was imported", disk.place(&name)));
        }
    }
    Ok((hashes.len(), damaged))
}
