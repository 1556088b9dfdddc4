//! Tenant restrictions: external accounts, on our network or devices, towards external applications.
//!
//! Independent of everything else here, in both directions.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/tenant-restrictions-v2.md

use super::gate::{Asked, Scene};
use super::membership::Directories;
use super::question::Question;
use super::trace::{Gate, Line, Outcome, settle};
use super::verdict::Answer;
use crate::domain::{B2b, Estate, TenantId};

const RESTRICTED: &str = "AADSTS5000211";

/// Whether the request carries the tag by which restrictions are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// By Global Secure Access, a proxy's header or Windows.
    Tagged,
    /// Nothing tags it.
    Untagged,
}

/// Answers whether `ours` lets the account of the question be used from its network: the question's
/// `home` is the tenant of the external account, its `resource` that of the external application.
pub fn restricted(
    estate: &Estate,
    directories: &Directories,
    ours: TenantId,
    signal: Signal,
    question: &Question,
) -> Answer {
    let scene = Scene { estate, directories, question };
    let name = scene.name(ours);
    let aside = |because: String| {
        Line::pass(Gate::TenantRestrictions, ours, B2b::TenantRestrictions.property(), because)
    };
    let cloud = |id| estate.tenant(id).map(|tenant| &tenant.cloud);
    let across = matches!(
        (cloud(ours), cloud(question.resource)),
        (Some(here), Some(there)) if here != there
    );
    let line = if signal == Signal::Untagged {
        aside(format!("nothing tags the request, so the restrictions of {name} are not applied"))
    } else if question.home == ours {
        aside(format!("the account is {name}'s own, to which restrictions are never applied"))
    } else if across {
        aside("restrictions are not enforced on requests to another cloud".to_owned())
    } else {
        let gate = Gate::TenantRestrictions;
        let mut line =
            scene.setting(gate, ours, question.home, B2b::TenantRestrictions, Asked::Access);
        if line.outcome == Outcome::Block {
            line.error = Some(RESTRICTED);
        }
        line
    };
    settle(vec![line], true)
}
