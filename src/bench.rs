//! A second door, for `benches/` only.

mod asked;
mod directories;
mod verdicts;

use std::path::Path;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

use crate::domain::{
    AccessType, B2bSetting, Claim, DomainName, Guid, InboundTrust, Ownership, Partner, Setting,
    Subject, TargetConfiguration, Tenant, TenantDomain, TenantId, Workspace,
};
use crate::edit::Edit;
use crate::store::{Desk, Folder, Stamp};
use crate::tui::bench::{App, Message, Model, theme};

pub use asked::Asked;
pub use directories::Directories;
pub use verdicts::{Plain, Verdicts};

const OWNER: TenantId = TenantId(Guid::from_u128(0x0c0f_fee0));

fn partner_id(number: usize) -> TenantId {
    TenantId(Guid::from_u128(0xf000_0000_0000_0000_0000_0000_0000_0000 + number as u128))
}

fn tenant(id: TenantId, name: String, ownership: Ownership) -> Tenant {
    let domain = DomainName::observed(&format!("{}.example", name.replace(' ', "").to_lowercase()));
    let domains = vec![TenantDomain { name: domain, ..TenantDomain::default() }];
    Tenant { id, display_name: name, domains, ownership, ..Tenant::default() }
}

/// One tenant of ours with so many partners; a third of them have collaboration settings of their
/// own, all of them trust MFA.
fn workspace(partners: usize) -> Workspace {
    let mut workspace = Workspace::default();
    let mut ours = tenant(OWNER, "Contoso".to_owned(), Ownership::Ours);
    let policy = Arc::make_mut(ours.policy.get_or_insert_default());
    for number in 0..partners {
        let id = partner_id(number);
        let mut partner = Partner::new(id);
        partner.configuration.inbound_trust =
            Some(InboundTrust { mfa: Some(true), ..InboundTrust::default() });
        if number % 3 == 0 {
            partner.configuration.b2b_collaboration_inbound = Some(B2bSetting::of(
                TargetConfiguration::all_users(AccessType::Allowed),
                TargetConfiguration::all_apps(AccessType::Allowed),
            ));
        }
        policy.partners.insert(id, Arc::new(partner));
        let other = tenant(id, format!("Partner {number:05}"), Ownership::Theirs);
        workspace.draft.tenants.insert(id, Arc::new(other));
    }
    workspace.draft.tenants.insert(OWNER, Arc::new(ours));
    workspace
}

/// Makes a workspace with so many partners in a folder.
pub fn make_workspace(folder: &Path, partners: usize) -> Option<()> {
    let workspace = workspace(partners);
    let observed = workspace.draft.tenants.get(&OWNER).map(|ours| (OWNER, Arc::clone(ours)));
    let disk = Arc::new(Folder::at(folder).ok()?);
    Desk::create(disk, "bench", &Stamp::default(), "bench", workspace, observed).ok().map(|_| ())
}

/// A program on a workspace, without a terminal.
pub struct Stage {
    desk: Desk,
    app: App,
    buffer: Buffer,
    flip: bool,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stage")
    }
}

impl Stage {
    /// Opens a workspace and draws the first frame into memory, 120 by 36.
    pub fn open(folder: &Path) -> Option<Self> {
        let disk = Arc::new(Folder::at(folder).ok()?);
        let desk = Desk::open(disk, "bench").ok()?;
        let mut model = Model::default();
        model.take(Arc::clone(desk.workspace()), desk.revision());
        let buffer = Buffer::empty(Rect::new(0, 0, 120, 36));
        let mut stage = Stage { desk, app: App::new(model), buffer, flip: false };
        stage.draw();
        Some(stage)
    }

    /// Draws a frame.
    pub fn draw(&mut self) {
        self.buffer.reset();
        self.app.draw(&mut self.buffer, &theme());
    }

    /// Presses a letter and draws.
    pub fn key(&mut self, letter: char) {
        let event = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
        self.app.handle(Message::Key(event));
        self.draw();
    }

    /// Flips a partner's trust in MFA and returns when that is on the disk.
    pub fn edit(&mut self) -> bool {
        self.flip = !self.flip;
        let edit = Edit::Switch {
            owner: OWNER,
            subject: Subject::Partner(partner_id(0)),
            setting: Setting::Trust(Claim::Mfa),
            value: Some(!self.flip),
        };
        self.desk.apply(&Stamp::default(), &[edit]).is_ok()
    }
}
