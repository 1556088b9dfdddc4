//! Questions that the evaluator answers.

use super::Put;
use super::scene::{Scene, direct, invited, lets, line, listed_group, sign_in, stranger, with};
use crate::access::{Answer, Gate, Line, Outcome, Question, Step, Verdict, ambiguity};
use crate::domain::{AppId, Claim, Direction, OFFICE_365_APPS, Person, Setting, Subject, Tenant};
use crate::edit::Edit;
use crate::learn::school::School;

const NOWHERE: &str = "it is not asked for again";
const BLOCKED: &str = "the sign-in is blocked";

/// Where MFA is asked for.
fn where_mfa(answer: &Answer) -> &'static str {
    let home = answer.steps.contains(&Step::MfaInHomeTenant);
    let resource = answer.steps.contains(&Step::MfaInResourceTenant);
    match (answer.verdict, home, resource) {
        (Verdict::Blocked, ..) => BLOCKED,
        (_, true, _) => Step::MfaInHomeTenant.title(),
        (_, false, true) => Step::MfaInResourceTenant.title(),
        (_, false, false) => NOWHERE,
    }
}

/// Where it can be asked for.
fn places() -> [&'static str; 4] {
    [Step::MfaInHomeTenant.title(), Step::MfaInResourceTenant.title(), NOWHERE, BLOCKED]
}

/// Why, as the gate says that decided, or else one that is asked about.
fn because(answer: &Answer, gate: Gate) -> String {
    answer.deciding().or_else(|| line(answer, gate)).map_or_else(String::new, told)
}

/// What a gate says, and what the documents leave open about it.
fn told(said: &Line) -> String {
    let open = said
        .ambiguities
        .iter()
        .filter_map(|name| ambiguity(name).map(|words| format!(". Left open ({name}): {words}")));
    std::iter::once(format!("{}: {}", said.gate.title(), said.because)).chain(open).collect()
}

/// Beta Ltd at the door of Alpha Corp: a member of the merger team, and the data room.
struct Merger<'s> {
    scene: Scene<'s>,
    alpha: &'s Tenant,
    beta: &'s Tenant,
    person: &'s Person,
    question: Question,
}

fn merger(school: &School) -> Option<Merger<'_>> {
    let scene = Scene::of(school);
    let (alpha, beta) = (scene.tenant("Alpha Corp")?, scene.tenant("Beta Ltd")?);
    let person = scene.person(beta.id, "Merger Team", true)?;
    let app = scene.app(alpha.id, "Merger Data Room")?;
    let question = sign_in(beta.id, person.id, alpha.id, app);
    Some(Merger { scene, alpha, beta, person, question })
}

impl Merger<'_> {
    fn trust(&self, value: bool) -> Edit {
        Edit::Switch {
            owner: self.alpha.id,
            subject: Subject::Partner(self.beta.id),
            setting: Setting::Trust(Claim::Mfa),
            value: Some(value),
        }
    }
}

pub(super) fn mfa_trusted(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let answer = merger.scene.ask(&merger.question);
    let text = format!(
        "Alpha Corp trusts MFA of Beta Ltd, and a policy of Alpha Corp asks external users for MFA. {} of Beta Ltd opens the Merger Data Room and has not done MFA. Where is it asked for?",
        merger.person.display_name
    );
    Put::of(text, &places(), where_mfa(&answer), because(&answer, Gate::ConditionalAccess))
}

pub(super) fn mfa_done(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let answer = merger.scene.ask(&with(merger.question, &[Claim::Mfa]));
    let text = format!(
        "Our tenant trusts MFA of a partner: what changes for its users? {} of Beta Ltd has done MFA at home this morning and opens the Merger Data Room of Alpha Corp, where a policy asks for MFA. Where is it asked for?",
        merger.person.display_name
    );
    Put::of(text, &places(), where_mfa(&answer), because(&answer, Gate::ConditionalAccess))
}

pub(super) fn mfa_untrusted(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let question = with(merger.question.clone(), &[Claim::Mfa]);
    let answer = merger.scene.ask_after(&[merger.trust(false)], &question)?;
    let text = format!(
        "Alpha Corp stops trusting MFA of Beta Ltd. {} has done MFA at home and opens the Merger Data Room. Where is MFA asked for now?",
        merger.person.display_name
    );
    Put::of(text, &places(), where_mfa(&answer), because(&answer, Gate::ConditionalAccess))
}

pub(super) fn direct_connect_untrusted(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let (teams, _) = OFFICE_365_APPS.first()?;
    let question = direct(with(merger.question.clone(), &[Claim::Mfa]));
    let question = Question { app: *teams, ..question };
    let answer = merger.scene.ask_after(&[merger.trust(false)], &question)?;
    let text = "The same without trust, but in a shared channel by direct connect: both sides allow it, a policy of Alpha Corp asks direct connect users for MFA, and the person has done MFA at home. Where is MFA asked for?";
    Put::of(text, &places(), where_mfa(&answer), because(&answer, Gate::ConditionalAccess))
}

/// The gates that are asked about, and nothing.
fn gates() -> [&'static str; 4] {
    [
        Gate::HomeOutbound.title(),
        Gate::ResourceInbound.title(),
        Gate::ConditionalAccess.title(),
        NO_GATE,
    ]
}

const NO_GATE: &str = "nothing stops it";

fn stopping(answer: &Answer) -> &'static str {
    match (answer.verdict, answer.deciding()) {
        (Verdict::Blocked, Some(line)) => line.gate.title(),
        _ => NO_GATE,
    }
}

pub(super) fn device_untrusted(school: &School) -> Option<Put> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Bramblewick Accountants")?;
    let question = stranger(home.id, &[], alpha.id, scene.app(alpha.id, "Payroll")?);
    let answer = scene.ask(&with(question, &[Claim::Mfa, Claim::CompliantDevice]));
    let text = "A policy of Alpha Corp asks external users for a compliant device in Payroll. Bramblewick Accountants may open everything, and its MFA is trusted, its devices are not. Somebody comes with MFA and with a device that is compliant at Bramblewick. What stops the sign-in?";
    Put::of(text, &gates(), stopping(&answer), because(&answer, Gate::ConditionalAccess))
}

pub(super) fn not_listed(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let person = merger.scene.person(merger.beta.id, "Merger Team", false)?;
    let answer = merger.scene.ask(&Question { user: person.id, ..merger.question.clone() });
    let (home, resource) =
        (line(&answer, Gate::HomeOutbound)?, line(&answer, Gate::ResourceInbound)?);
    let choices = ["only Beta Ltd", "only Alpha Corp", "both", "neither"];
    let says = match (home.would == Outcome::Block, resource.would == Outcome::Block) {
        (true, false) => "only Beta Ltd",
        (false, true) => "only Alpha Corp",
        (true, true) => "both",
        (false, false) => "neither",
    };
    let text = format!(
        "Alpha Corp lists the Merger Team of Beta Ltd inbound, Beta Ltd lists it outbound. {} of Beta Ltd is not in it and opens the Merger Data Room. Who says no?",
        person.display_name
    );
    let because = format!("{}. {}", told(home), told(resource));
    Put::of(text, &choices, says, because)
}

pub(super) fn two_block_lists(school: &School) -> Option<Put> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Rookhollow Security")?;
    let agents = listed_group(alpha, home.id)?;
    let apps =
        [("Payroll", scene.app(alpha.id, "Payroll")?), ("the Wiki", scene.app(alpha.id, "Wiki")?)];
    let mut choices = Vec::new();
    let mut stopped = Vec::new();
    for (who, groups) in [("a field agent", vec![agents]), ("somebody else", Vec::new())] {
        for (name, app) in apps {
            let answer = scene.ask(&stranger(home.id, &groups, alpha.id, app));
            let choice = format!("{who} opening {name}");
            let said = line(&answer, Gate::ResourceInbound)?;
            if said.would == Outcome::Block {
                stopped.push((choice.clone(), told(said)));
            }
            choices.push(choice);
        }
    }
    // The question is a good one only as long as exactly one is stopped.
    let [(says, because)] = stopped.as_slice() else { return None };
    let text = "Alpha Corp's inbound setting for Rookhollow Security blocks the group Field Agents and blocks the application Payroll. Whom does it stop?";
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    Put::of(text, &choices, says, because.as_str())
}

const INBOUND: [&str; 3] = ["it lets them in", "it stops them", "it cannot be told"];

/// What the inbound setting says of a question.
fn inbound(answer: &Answer) -> Option<(&'static str, String)> {
    let said = line(answer, Gate::ResourceInbound)?;
    Some((lets(said.would), told(said)))
}

pub(super) fn wrong_side(school: &School) -> Option<Put> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Tidewell Marine")?;
    let app = scene.app(alpha.id, "Wiki")?;
    let answer = scene.ask(&stranger(home.id, &[], alpha.id, app));
    let (says, because) = inbound(&answer)?;
    let text = "For Tidewell Marine, Alpha Corp allows inbound the group All Employees: its own group of that name, not one of Tidewell Marine. What does the setting do with employees of Tidewell Marine?";
    Put::of(text, &INBOUND, says, because)
}

/// Somebody of a tenant that Beta Ltd has no entry for, opening its Deal Room.
fn unlisted(school: &School) -> Option<(Scene<'_>, &Tenant, Question)> {
    let scene = Scene::of(school);
    let beta = scene.tenant("Beta Ltd")?;
    let home = scene.tenant("Velmont Foods")?;
    if beta.policy.as_ref()?.partners.contains_key(&home.id) {
        return None;
    }
    let question = stranger(home.id, &[], beta.id, scene.app(beta.id, "Deal Room")?);
    Some((scene, beta, question))
}

pub(super) fn closed_default(school: &School) -> Option<Put> {
    let (scene, _, question) = unlisted(school)?;
    let answer = scene.ask(&question);
    let (says, because) = inbound(&answer)?;
    let text = "The default of Beta Ltd blocks inbound collaboration. Velmont Foods is no partner of Beta Ltd, but some of its people have been guests there for years. What does inbound do with them?";
    Put::of(text, &INBOUND, says, because)
}

pub(super) fn reset_default(school: &School) -> Option<Put> {
    let (scene, beta, question) = unlisted(school)?;
    let answer = scene.ask_after(&[Edit::ResetDefault { owner: beta.id }], &question)?;
    let (says, because) = inbound(&answer)?;
    let text = "Beta Ltd resets its default, which blocked inbound collaboration, to the service default. What does inbound do now with guests from Velmont Foods, which is no partner?";
    Put::of(text, &INBOUND, says, because)
}

pub(super) fn removed_partner(school: &School) -> Option<Put> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Grey Heron Media")?;
    let question = stranger(home.id, &[], alpha.id, scene.app(alpha.id, "Wiki")?);
    let remove = Edit::RemovePartner { owner: alpha.id, partner: home.id };
    let answer = scene.ask_after(&[remove], &question)?;
    let (says, because) = inbound(&answer)?;
    let text = "Alpha Corp has closed Grey Heron Media both ways, and its default is the one the service ships. Somebody removes the partner, to be rid of it. What does inbound do with people of Grey Heron Media then?";
    Put::of(text, &INBOUND, says, because)
}

fn hollowbrook(school: &School) -> Option<(Scene<'_>, Question, String)> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Hollowbrook Pharma")?;
    let app: AppId = scene.app(alpha.id, "Supplier Portal")?;
    let address = format!("ines@{}", home.primary_domain()?.as_str());
    Some((scene, stranger(home.id, &[], alpha.id, app), address))
}

pub(super) fn blocked_domain(school: &School) -> Option<Put> {
    let (scene, question, address) = hollowbrook(school)?;
    let answer = scene.ask(&invited(question, &address));
    let text = format!(
        "Cross-tenant access of Alpha Corp allows Hollowbrook Pharma, and its domain is on the block list of External collaboration. A Guest Inviter invites {address}. What stops it?"
    );
    let gates =
        [Gate::Inviter.title(), Gate::DomainList.title(), Gate::ResourceInbound.title(), NO_GATE];
    Put::of(text, &gates, stopping(&answer), because(&answer, Gate::DomainList))
}

pub(super) fn old_guest(school: &School) -> Option<Put> {
    let (scene, question, _) = hollowbrook(school)?;
    let answer = scene.ask(&with(question, &[Claim::Mfa]));
    let (says, because) = inbound(&answer)?;
    // The domain list must really have no say here, or the question has no point.
    if line(&answer, Gate::DomainList).is_some() {
        return None;
    }
    let text = "Hollowbrook Pharma again: its domain is on the block list, cross-tenant access allows it. A guest who redeemed years ago signs in to the Supplier Portal. What does Alpha Corp's side do?";
    Put::of(text, &INBOUND, says, because)
}

pub(super) fn other_cloud(school: &School) -> Option<Put> {
    let scene = Scene::of(school);
    let alpha = scene.tenant("Alpha Corp")?;
    let home = scene.tenant("Calder County Water Authority")?;
    let question = stranger(home.id, &[], alpha.id, scene.app(alpha.id, "Supplier Portal")?);
    let answer = scene.ask(&with(question, &[Claim::Mfa]));
    let text = "Calder County Water Authority is in the US Government cloud. Alpha Corp, in the commercial cloud, has added it as a partner and ticked no other cloud. What stops its people?";
    let gates =
        [Gate::Cloud.title(), Gate::HomeOutbound.title(), Gate::ResourceInbound.title(), NO_GATE];
    Put::of(text, &gates, stopping(&answer), because(&answer, Gate::Cloud))
}

pub(super) fn consent_prompt(school: &School) -> Option<Put> {
    let merger = merger(school)?;
    let asked = invited(merger.question.clone(), &merger.person.user_principal_name);
    let (alpha, beta) = (merger.alpha, merger.beta);
    let mut choices = Vec::new();
    let mut hides = Vec::new();
    for (owner, other) in [(alpha, beta), (beta, alpha)] {
        for (direction, word) in
            [(Direction::Inbound, "inbound"), (Direction::Outbound, "outbound")]
        {
            let edit = Edit::Switch {
                owner: owner.id,
                subject: Subject::Partner(other.id),
                setting: Setting::Consent(direction),
                value: Some(true),
            };
            let choice = format!("{word} of {}", owner.display_name);
            let answer = merger.scene.ask_after(&[edit], &asked)?;
            if !answer.steps.contains(&Step::ConsentPrompt) {
                let said = line(&answer, Gate::Redemption)?;
                hides.push((choice.clone(), told(said)));
            }
            choices.push(choice);
        }
    }
    let [(says, because)] = hides.as_slice() else { return None };
    let text = "People of Beta Ltd see a consent prompt at their first access to Alpha Corp. Automatic redemption is to hide it. Which switch is the missing one?";
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    Put::of(text, &choices, says, because.as_str())
}
