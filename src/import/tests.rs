#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod alike;
mod bad;
mod kinds;
mod languages;
mod merging;
mod other_tools;
mod sign_ins;
mod strengths;
mod survival;
mod synchronisation;
mod tables;

use std::io;
use std::sync::Arc;

use super::{
    DirectoryKind, DirectoryRows, Gathered, ImportFault, Outcome, SignInLog, Slot, Source, apply,
};
use crate::domain::{Guid, Observed, Partner, Tenant, TenantId, Workspace};

/// The tenant whose files these are.
const WE: &str = "5a0c1d52-0000-4000-8000-000000000001";
/// A partner.
const NORTH: &str = "b7d1e3f4-0000-4000-8000-0000000000a1";
/// Another partner.
const SOUTH: &str = "b7d1e3f4-0000-4000-8000-0000000000a2";
/// A group.
const GROUP: &str = "c0ffee00-0000-4000-8000-00000000000c";

const ORGANIZATION: &str = r#"{"value":[{"id":"5a0c1d52-0000-4000-8000-000000000001","displayName":"Wingtip","verifiedDomains":[{"name":"wingtip.example","isDefault":true,"type":"Managed"}]}]}"#;

#[derive(Debug, Default)]
struct Lines(Vec<(Slot, DirectoryKind, String)>, Vec<SignInLog>);

impl DirectoryRows for Lines {
    fn row(&mut self, slot: Slot, kind: DirectoryKind, _: Guid, line: &str) -> io::Result<()> {
        self.0.push((slot, kind, line.to_owned()));
        Ok(())
    }

    fn sign_ins(&mut self, _slot: Slot, log: SignInLog) -> io::Result<()> {
        self.1.push(log);
        Ok(())
    }
}

fn id(text: &str) -> TenantId {
    text.parse().unwrap()
}

/// Reads files given as path and content.
fn gather<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Result<(Gathered, Lines), ImportFault> {
    let mut gathered = Gathered::default();
    let mut lines = Lines::default();
    for (path, bytes) in files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut content = bytes.as_ref();
        let source = Source {
            name: name.to_owned(),
            stem: name.split('.').next().unwrap_or_default().to_owned(),
            folder: folder.to_owned(),
            content: &mut content,
        };
        gathered.read(source, &mut lines)?;
    }
    Ok((gathered, lines))
}

/// Imports into a workspace.
fn import<B: AsRef<[u8]>>(
    workspace: &Workspace,
    files: &[(&str, B)],
) -> Result<(Outcome, Lines), ImportFault> {
    let (gathered, lines) = gather(files)?;
    apply(gathered, workspace, None).map(|outcome| (outcome, lines))
}

/// Imports texts into an empty workspace, with the organization of [`WE`] beside them.
fn fresh(texts: &[&str]) -> (Outcome, Lines) {
    let mut files = vec![("organization.json".to_owned(), ORGANIZATION)];
    files.extend(texts.iter().enumerate().map(|(n, text)| (format!("part{n}.json"), *text)));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    import(&Workspace::default(), &files).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The fault of one file.
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    match gather(&[(name, bytes)]) {
        Ok(_) => "it was accepted".to_owned(),
        Err(fault) => fault.to_string(),
    }
}

fn we(outcome: &Outcome) -> &Tenant {
    outcome.observed.get(&id(WE)).unwrap()
}

fn partner<'o>(outcome: &'o Outcome, of: &str) -> Option<&'o Partner> {
    we(outcome).policy.as_ref()?.partners.get(&id(of)).map(Arc::as_ref)
}

/// The workspace after an import, as the store would leave it.
fn stored(outcome: Outcome) -> Workspace {
    let mut workspace = outcome.workspace;
    for (id, tenant) in outcome.observed {
        workspace.observed.insert(id, Observed { hash: String::new(), tenant });
    }
    workspace
}
