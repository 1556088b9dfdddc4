//! Real sign-ins on paper: sums, and what becomes of each way.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::look::Look;
use super::names::name_of;
use super::table::Table;
use crate::access::{Activity, Layer};
use crate::domain::{Direction, Estate, Half, TenantId};
use crate::replay::{Change, Class, Decider, PartnerSum, Replay, Sum, Unknown, Window};

/// Ways of one class that are told to people; programs get them all.
const TOLD_MAX: usize = 20;

/// A column of numbers is as wide as this.
fn number(count: u64) -> String {
    format!("{count:>9}")
}

fn head(title: &str) -> String {
    format!("{title:>9}")
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "never".to_owned(), |date| date.to_string())
}

/// The word in answers for programs.
pub fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    }
}

/// The days, for people.
pub fn window_text(window: Option<Window>) -> String {
    match window {
        None => "no days".to_owned(),
        Some(window) if window.days() == 1 => format!("1 day, {}", window.first),
        Some(Window { first, last }) => {
            let days = Window { first, last }.days();
            format!("{days} days, {first} to {last}")
        }
    }
}

/// The days, for programs.
pub fn window_json(window: Option<Window>) -> Value {
    window.map_or(Value::Null, |window| {
        json!({
            "firstDate": window.first.to_string(),
            "lastDate": window.last.to_string(),
            "days": window.days(),
        })
    })
}

/// A sum, for programs.
pub fn sum_json(sum: &Sum) -> Value {
    let Sum { ways, people, apps, successes, failures, last_seen } = sum;
    json!({
        "ways": ways,
        "people": people,
        "applications": apps,
        "successes": successes,
        "failures": failures,
        "lastSeen": last_seen.map(|day| day.to_string()),
    })
}

fn sums_json(sums: &[(Class, Sum)]) -> Value {
    let row = |(class, sum): &(Class, Sum)| (class.word().to_owned(), sum_json(sum));
    Value::Object(sums.iter().map(row).collect::<Map<_, _>>())
}

/// A replay, for programs: ways that stay as they are stand in the sums only.
pub fn replay_json(replay: &Replay, estate: &Estate) -> Value {
    json!({
        "window": window_json(replay.window),
        "summary": sums_json(&replay.sums),
        "logDisagrees": sum_json(&replay.disagrees),
        "partners": replay.partners.iter().map(|p| partner_json(p, estate)).collect::<Vec<_>>(),
        "changes": replay.changes.iter().filter(|c| is_told(c)).map(change_json).collect::<Vec<_>>(),
    })
}

fn partner_json(partner: &PartnerSum, estate: &Estate) -> Value {
    let PartnerSum { side, whole, sums, disagrees } = partner;
    json!({
        "tenantId": side.owner.to_string(),
        "partnerId": side.partner.to_string(),
        "partnerName": name_of(estate, side.partner),
        "direction": direction_word(side.direction),
        "all": sum_json(whole),
        "summary": sums_json(sums),
        "logDisagrees": sum_json(disagrees),
    })
}

fn is_told(change: &Change) -> bool {
    !matches!(change.class, Class::StaysOpen | Class::StaysBlocked) || change.disagrees
}

/// One way, for programs.
pub fn change_json(change: &Change) -> Value {
    let Activity { way, successes, failures, assumed, first, last, last_success, .. } =
        &change.activity;
    json!({
        "home": way.home.to_string(),
        "user": way.user.to_string(),
        "userName": change.activity.person(),
        "resource": way.resource.to_string(),
        "app": way.app.to_string(),
        "appName": change.activity.app(),
        "otherApp": way.other_app.map(|id| id.to_string()),
        "kind": way.kind.word(),
        "partner": change.side.partner.to_string(),
        "direction": direction_word(change.side.direction),
        "class": change.class.word(),
        "notKnown": change.unknown.map(|unknown| match unknown {
            Unknown::Observed => "observed",
            Unknown::Draft => "draft",
            Unknown::Both => "both",
        }),
        "steps": change.steps.iter().map(|step| step.word()).collect::<Vec<_>>(),
        "logDisagrees": change.disagrees,
        "successes": successes,
        "failures": failures,
        "assumed": assumed,
        "firstSeen": first.to_string(),
        "lastSeen": last.to_string(),
        "lastSuccess": last_success.map(|day| day.to_string()),
        "observed": change.observed.verdict.word(),
        "draft": change.draft.verdict.word(),
        "decidedBy": change.draft.decided_by.as_ref().map(decider_json),
    })
}

fn decider_json(decider: &Decider) -> Value {
    json!({
        "tenant": decider.tenant.to_string(),
        "setting": decider.setting,
        "part": decider.part.map(Half::property),
        "origin": decider.origin.map(Layer::word),
        "because": decider.because,
    })
}

/// A replay, for people.
pub fn replay_text(replay: &Replay, estate: &Estate, look: Look) -> String {
    let mut out = format!(
        "sign-ins of {}: the draft beside what was observed\n\n",
        window_text(replay.window)
    );
    out.push_str(&sums_text(&replay.sums, look));
    out.push('\n');
    out.push_str(&partners_text(&replay.partners, estate, look));
    for class in [Class::Breaks, Class::Opens, Class::NeedsStep, Class::NotKnown] {
        let of: Vec<&Change> = replay.changes.iter().filter(|c| c.class == class).collect();
        out.push_str(&changes_text(class.title(), &of, estate, look));
    }
    let of: Vec<&Change> = replay.changes.iter().filter(|change| change.disagrees).collect();
    let title = "signed in although the settings as observed stop it (they changed since, or the workspace does not hold all that decides)";
    out.push_str(&changes_text(title, &of, estate, look));
    out.push_str(&by_person(&replay.changes));
    out
}

/// Lists of people name guests by the account at home.
fn by_person(changes: &[Change]) -> String {
    let turns = |change: &&Change| {
        let by = change.draft.decided_by.as_ref().or(change.observed.decided_by.as_ref());
        change.side.direction == Direction::Inbound
            && matches!(change.class, Class::Breaks | Class::Opens)
            && by.is_some_and(|by| by.part == Some(Half::UsersAndGroups))
    };
    match changes.iter().filter(turns).count() {
        0 => String::new(),
        count => format!(
            "\n{count} of these turn on a list of people, which names guests by their account at home; whether a log does so too is not documented\n"
        ),
    }
}

fn sums_text(sums: &[(Class, Sum)], look: Look) -> String {
    let heads = ["ways", "people", "apps", "succeeded", "failed"].map(head);
    let mut columns: Vec<&str> = vec!["the draft"];
    columns.extend(heads.iter().map(String::as_str));
    columns.push("last seen");
    let mut table = Table::new(look, &columns);
    for (class, sum) in sums {
        let Sum { ways, people, apps, successes, failures, last_seen } = *sum;
        let counts = [ways, people, apps, successes, failures].map(number);
        let cells = std::iter::once(class.title().to_owned()).chain(counts);
        table.row(cells.chain([day(last_seen)]));
    }
    table.text()
}

fn partners_text(partners: &[PartnerSum], estate: &Estate, look: Look) -> String {
    let heads = ["ways", "breaks", "opens", "new step", "not known", "succeeded"].map(head);
    let mut columns: Vec<&str> = vec!["partner", "direction"];
    columns.extend(heads.iter().map(String::as_str));
    columns.push("last seen");
    let mut table = Table::new(look, &columns);
    for partner in partners {
        let ways = |class| partner.of(class).ways;
        let counts = [
            partner.whole.ways,
            ways(Class::Breaks),
            ways(Class::Opens),
            ways(Class::NeedsStep),
            ways(Class::NotKnown),
            partner.whole.successes,
        ];
        let names = [
            look.show(&name_of(estate, partner.side.partner)).into_owned(),
            direction_word(partner.side.direction).to_owned(),
        ];
        let cells = names.into_iter().chain(counts.map(number));
        table.row(cells.chain([day(partner.whole.last_seen)]));
    }
    table.text()
}

/// Some ways, for people; nothing where there are none.
pub fn changes_text(title: &str, changes: &[&Change], estate: &Estate, look: Look) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let succeeded = head("succeeded");
    let columns = ["person", "application", "partner", &succeeded, "last seen", "decided by"];
    let mut table = Table::new(look, &columns);
    for change in changes.iter().take(TOLD_MAX) {
        let one = &change.activity;
        let decider = change.draft.decided_by.as_ref();
        table.row([
            look.show(&one.person()).into_owned(),
            look.show(&one.app()).into_owned(),
            look.show(&name_of(estate, change.side.partner)).into_owned(),
            number(one.successes),
            one.last.to_string(),
            decider.map(|by| decider_text(by, estate, look)).unwrap_or_default(),
        ]);
    }
    let mut out = format!("\n{title}:\n{}", table.text());
    let more = changes.len().saturating_sub(TOLD_MAX);
    if more > 0 {
        out.push_str(&format!("and {more} more; `--format json` tells all\n"));
    }
    out
}

fn decider_text(by: &Decider, estate: &Estate, look: Look) -> String {
    let setting = if by.setting.is_empty() { by.gate.title() } else { by.setting };
    let part = by.part.map(|part| format!(".{}", part.property())).unwrap_or_default();
    let origin = by.origin.map(|origin| format!(", {}", origin.title())).unwrap_or_default();
    format!("{} of {}{origin}", format_args!("{setting}{part}"), shown(by.tenant, estate, look))
}

fn shown(id: TenantId, estate: &Estate, look: Look) -> String {
    look.show(&name_of(estate, id)).into_owned()
}
