#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
use super::*;
use crate::domain::*;
use crate::edit::Edit;

fn ids() -> (TenantId, TenantId) {
    (TenantId(Guid::from_u128(0x11)), TenantId(Guid::from_u128(0x22)))
}

fn start() -> Workspace {
    let (a, b) = ids();
    let mut w = Workspace::default();
    for (id, name, ownership) in [(a, "Alpha", Ownership::Ours), (b, "Beta", Ownership::Theirs)] {
        w.draft.tenants.insert(
            id,
            std::sync::Arc::new(Tenant {
                id,
                display_name: name.into(),
                ownership,
                ..Tenant::default()
            }),
        );
    }
    w
}

#[test]
fn an_edit_survives_opening_again_and_undo_restores_the_bytes() {
    let disk = Memory::default();
    let (a, b) = ids();
    let stamp = Stamp { time: "2026-01-01T00:00:00Z".into(), actor: "ada".into() };
    let mut desk = Desk::create(Box::new(disk.clone()), "t", &stamp, "new", start(), []).unwrap();
    let before = desk.workspace().clone();
    desk.apply(&stamp, &[Edit::AddPartner { owner: a, partner: Box::new(Partner::new(b)) }])
        .unwrap();
    let trust = Edit::Switch {
        owner: a,
        subject: Subject::Partner(b),
        setting: Setting::Trust(Claim::Mfa),
        value: Some(true),
    };
    desk.apply(&stamp, &[trust]).unwrap();
    let after = desk.workspace().clone();
    let mut again = Desk::open(Box::new(disk.clone()), "t").unwrap();
    assert_eq!(again.workspace(), &after);
    assert_eq!(again.take_notices(), Vec::<String>::new());
    again.undo(&stamp).unwrap();
    again.undo(&stamp).unwrap();
    assert_eq!(again.workspace(), &before);
    again.redo(&stamp).unwrap();
    again.redo(&stamp).unwrap();
    assert_eq!(again.workspace(), &after);
    again.close().unwrap();
    let third = Desk::open(Box::new(disk), "t").unwrap();
    assert_eq!(third.workspace(), &after);
}
