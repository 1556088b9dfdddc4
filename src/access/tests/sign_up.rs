//! Self-service sign-up, and technicians of a service provider.

use std::sync::Arc;

use super::scene::*;
use crate::access::Verdict::{self, *};
use crate::access::{Gate, Identity, Line, Outcome, Question, Stage};
use crate::domain::AppId;

fn sign_up(app: AppId, address: &str) -> Question {
    Question { stage: Stage::SignUp, address: Some(address.to_owned()), ..knock(FAY, app) }
}

/// Switched on, allow list, block list, address, verdict, what is left open.
type Row = (
    Option<bool>,
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
    Verdict,
    Option<&'static str>,
);

fn world(value: Option<bool>) -> World {
    let mut world = World::new().inbound("U+ All, A+ All");
    world.external_mut().self_service_sign_up = value;
    world
}

#[test]
fn who_may_sign_up() {
    #[rustfmt::skip]
    let table: &[Row] = &[
        (Some(true), &[], &[], "fay@fabrikam.com", Allowed, None),
        (Some(false), &[], &[], "fay@fabrikam.com", Blocked, None),
        (None, &[], &[], "fay@fabrikam.com", DependsOnPartner, None),
        (Some(true), &["fabrikam.com"], &[], "fay@fabrikam.com", Allowed, None),
        (Some(true), &["elsewhere.com"], &[], "fay@fabrikam.com", DependsOnPartner, Some("A14")),
        (Some(true), &[], &["fabrikam.com"], "fay@fabrikam.com", DependsOnPartner, Some("A14")),
        (Some(false), &[], &["fabrikam.com"], "fay@fabrikam.com", Blocked, None),
    ];
    for (value, allowed, blocked, address, verdict, open) in table {
        let answer = world(*value).domains(allowed, blocked).ask(&sign_up(WIKI, address));
        assert_eq!(answer.verdict, *verdict, "{value:?} {allowed:?} {blocked:?}");
        if let Some(open) = open {
            assert_eq!(answer.deciding().and_then(Line::ambiguity).as_deref(), Some(*open));
        }
    }
}

/// The inbound setting is asked at the sign-in that follows.
#[test]
fn whoever_signed_up_is_stopped_by_the_inbound_setting() {
    let world = world(Some(true)).inbound("U- All, A- All");
    let answer = world.ask(&sign_up(WIKI, "fay@fabrikam.com"));
    assert_eq!(answer.verdict, Blocked);
    assert_eq!(answer.deciding().map(|line| line.gate), Some(Gate::ResourceInbound));
}

#[test]
fn no_user_flow_belongs_to_an_application_of_microsoft() {
    // SharePoint Online.
    let office: AppId = "00000003-0000-0ff1-ce00-000000000000".parse().unwrap();
    let answer = world(Some(true)).ask(&sign_up(office, "fay@fabrikam.com"));
    assert_eq!(answer.verdict, Blocked);
    assert_eq!(answer.deciding().map(|line| line.gate), Some(Gate::SignUp));
}

#[test]
fn other_identities_sign_up_as_well() {
    let question = Question { identity: Identity::Other, ..sign_up(WIKI, "somebody@gmail.com") };
    assert_eq!(world(Some(true)).verdict(&question), Allowed);
    assert_eq!(world(Some(false)).verdict(&question), Blocked);
}

/// Their MFA is accepted whatever is trusted, which is told and judges nothing.
#[test]
fn technicians_of_a_service_provider_are_told_apart() {
    let mut world = World::new().inbound("U+ All, A+ All").trust(false, false);
    let before = world.ask(&knock(FAY, WIKI));
    let partners = &mut world.policy_mut(C).partners;
    Arc::make_mut(partners.get_mut(&F).unwrap()).is_service_provider = Some(true);
    let after = world.ask(&knock(FAY, WIKI));
    let told = |answer: &crate::access::Answer| {
        answer.trace.iter().filter(|line| line.setting == "isServiceProvider").count()
    };
    assert_eq!((told(&before), told(&after)), (0, 1));
    let line = after.trace.iter().find(|line| line.setting == "isServiceProvider").unwrap();
    assert_eq!(line.outcome, Outcome::NotReached);
    assert!(line.because.contains("GDAP"), "{}", line.because);
    assert_eq!((before.verdict, before.steps), (after.verdict, after.steps));
}
