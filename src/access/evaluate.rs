//! From a question to its answer, gate by gate on both sides. Cannot fail: what is not known is an
//! answer.

use super::gate::{Asked, Scene};
use super::membership::Directories;
use super::question::{Identity, Kind, Question, Stage};
use super::rule::Truth;
use super::trace::{Doubt, Gate, Line, Outcome, settle};
use super::verdict::Answer;
use super::{cloud, conditional, elsewhere, invitation, redemption, restriction, sign_up};
use crate::domain::{Estate, Half};

/// Room for the gates of most questions.
const GATES: usize = 6;

/// Answers a question from what the workspace holds.
///
/// Cross-tenant access is asked on both sides first, home before resource, then Conditional
/// Access; that is the order in which a sign-in goes, and the documentation gives no other.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md
pub fn evaluate(estate: &Estate, directories: &Directories, question: &Question) -> Answer {
    let scene = Scene::of(estate, directories, question);
    let guest_object = question.kind == Kind::Collaboration;
    if let Some(line) = refused(&scene) {
        return settle(vec![line], guest_object);
    }
    if question.identity == Identity::Other {
        return settle(elsewhere::gates(&scene), guest_object);
    }
    let mut lines = Vec::with_capacity(GATES);
    lines.extend(restriction::gate(&scene));
    if question.home == question.resource {
        // Between a tenant and itself nothing else here has a say.
        return settle(lines, false);
    }
    lines.extend(cloud::gates(&scene));
    match (question.kind, question.stage) {
        (Kind::Collaboration, Stage::SignIn) => {
            lines.extend(sign_in(&scene));
            lines.push(redemption::prompt(&scene));
        }
        (Kind::Collaboration, Stage::Invitation) => {
            lines.push(invitation::inviter(&scene));
            lines.push(invitation::domain_list(&scene));
            lines.push(scene.resource_inbound(Kind::Collaboration, Asked::Invitation));
            lines.push(scene.home_outbound(Kind::Collaboration, Asked::Invitation));
            lines.push(redemption::prompt(&scene));
        }
        (Kind::Collaboration, Stage::SignUp) => {
            lines.extend(sign_up::gates(&scene));
            lines.extend(sign_in(&scene));
            lines.push(redemption::prompt(&scene));
        }
        (Kind::Collaboration, Stage::Synchronisation) => {
            lines.extend(redemption::synchronisation(&scene));
            lines.extend(sign_in(&scene).map(|line| {
                // Whether a block already stops the creation is not documented.
                let sides = matches!(line.gate, Gate::HomeOutbound | Gate::ResourceInbound);
                let stops = sides && line.outcome == Outcome::Block;
                line.unsure_if(stops, "A11")
            }));
        }
        (Kind::DirectConnect, _) => {
            lines.extend(sign_in(&scene));
            lines.push(shared_channel(&scene));
        }
    }
    settle(lines, guest_object)
}

/// A question that makes no sense, whatever the settings say.
fn refused(scene: &Scene<'_>) -> Option<Line> {
    let question = scene.question;
    let line = |because: String| {
        Line::pass(Gate::Question, question.resource, "", because).doubtful(Doubt::Unreadable)
    };
    if question.identity == Identity::Other {
        let entra_only = question.kind == Kind::DirectConnect
            || question.stage == Stage::Synchronisation
            || question.network.is_some();
        let because =
            "direct connect, synchronisation and tenant restrictions are for Entra accounts";
        return entra_only.then(|| line(because.to_owned()));
    }
    if question.home == question.resource && question.network.is_none() {
        return Some(line(format!(
            "{} is home and resource at once: these settings are between tenants",
            scene.name(question.home)
        )));
    }
    if question.network.is_some() && question.stage != Stage::SignIn {
        return Some(line(
            "tenant restrictions are applied to sign-ins; ask about the sign-in".to_owned(),
        ));
    }
    if question.kind == Kind::DirectConnect && question.stage != Stage::SignIn {
        return Some(line(
            "B2B direct connect has neither invitation nor guest object; ask about the sign-in"
                .to_owned(),
        ));
    }
    None
}

fn sign_in(scene: &Scene<'_>) -> impl Iterator<Item = Line> {
    let kind = scene.question.kind;
    let both =
        [scene.home_outbound(kind, Asked::Access), scene.resource_inbound(kind, Asked::Access)];
    both.into_iter().chain(conditional::gates(scene)).chain(technicians(scene))
}

/// Technicians of a service provider who come by GDAP are no guests: their MFA at home is always
/// accepted, whatever is trusted, so this answer is not about them.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.md
fn technicians(scene: &Scene<'_>) -> Option<Line> {
    let question = scene.question;
    let layers = scene.layers(question.resource, question.home)?;
    if layers.partner()?.is_service_provider != Some(true) {
        return None;
    }
    let because = format!(
        "{} is a service provider of {}: technicians who come by GDAP are not guests and not asked here; their MFA at home is always accepted, also where it is not trusted",
        scene.name(question.home),
        scene.name(question.resource)
    );
    let setting = "isServiceProvider";
    Some(Line::pass(Gate::ConditionalAccess, question.resource, setting, because).aside())
}

/// What a shared channel needs besides: told, not judged.
fn shared_channel(scene: &Scene<'_>) -> Line {
    let owner = scene.question.resource;
    let because = format!(
        "a shared channel also needs Teams, SharePoint and Microsoft 365 Groups of {} to allow it, which is outside Entra; {}",
        scene.name(owner),
        reverse(scene)
    );
    Line::pass(Gate::SharedChannel, owner, "", because).aside().unsure("A10")
}

/// The other way round is not needed for this way; one sentence of the documentation reads as if.
fn reverse(scene: &Scene<'_>) -> &'static str {
    let question = scene.question;
    let open = |owner, other, setting| {
        let Some(layers) = scene.layers(owner, other) else { return Truth::Unknown };
        let halves = Half::BOTH.map(|half| layers.half(setting, half));
        let closed = halves.iter().any(|half| half.is_none_or(|half| half.value.blocks_all()));
        Truth::from(!closed)
    };
    let out = open(question.resource, question.home, super::gate::outbound(question.kind));
    let back = open(question.home, question.resource, super::gate::inbound(question.kind));
    match out.and(back) {
        Truth::Yes => "the way back is open as well",
        Truth::No => "the way back is closed, which one page reads as needed",
        Truth::Unknown => "whether the way back is open is not known",
    }
}
