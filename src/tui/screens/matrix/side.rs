//! What is told about the cell under the cursor: what is in force and who said so, whom a list
//! names, the other side, and the request an edit becomes.

use ratatui::layout::Rect;

use super::Matrix;
use super::draw::write_cell;
use crate::access::{Layer, Sign, Standing, resolve_half, standing};
use crate::domain::{
    B2b, CrossTenantAccessPolicy, Direction, Half, Json, Setting, Subject, TargetType, TargetValue,
    TenantId,
};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::screen::Subjects;
use crate::tui::theme::Role;
use crate::wire::own_settings;

/// Whose directory the ids of a half belong to.
pub(in crate::tui::screens) fn id_tenant(
    owner: TenantId,
    subject: Subject,
    b2b: B2b,
    half: Half,
) -> Option<TenantId> {
    let other = match subject {
        Subject::Default => None,
        Subject::Partner(id) => Some(id),
    };
    match (half, b2b) {
        (Half::UsersAndGroups, _) => match b2b.people_are() {
            Direction::Inbound => other,
            Direction::Outbound => Some(owner),
        },
        (Half::Applications, B2b::CollaborationInbound | B2b::DirectConnectInbound) => Some(owner),
        (
            Half::Applications,
            B2b::CollaborationOutbound | B2b::DirectConnectOutbound | B2b::TenantRestrictions,
        ) => other,
    }
}

pub(super) fn draw_cell(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame { title: "This cell", note: "", action: "", focus: false };
    let inner = paint.pane(area, &frame);
    let inner = if inner.height > 10 {
        Rect { y: inner.y + 1, height: inner.height - 1, ..inner }
    } else {
        inner
    };
    let title = matrix.setting().row().title;
    paint.bold(inner.x, inner.y, inner.width, Role::Text, title);
    let gap = if inner.height > 9 { 2 } else { 1 };
    let facts = Rect { y: inner.y + gap, height: inner.height.saturating_sub(gap), ..inner };
    draw_facts(matrix, model, facts, paint);
}

/// The facts, one a line, as many as there is room for.
pub(super) fn draw_facts(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let setting = matrix.setting();
    let Some(view) = matrix.cell(model, setting) else { return };
    let mut y = area.y;
    let bottom = area.bottom();
    let label = 11;
    let mut line = |paint: &mut Paint<'_>, title: &str, role: Role, text: &str| {
        if y < bottom {
            paint.text(area.x, y, label, Role::Muted, title);
            paint.text(area.x + label, y, area.width.saturating_sub(label), role, text);
            y += 1;
        }
    };
    let glyphs = paint.glyphs;
    if view.mixed {
        line(paint, "in force", Role::Warning, "not the same for all of them");
    } else {
        let text = format!("{} {}", glyphs.sign(view.standing.sign), view.standing.words);
        line(paint, "in force", Role::Text, &text);
        line(paint, "said by", Role::Text, view.standing.layer.title());
        if !matches!(matrix.subjects, Subjects::Default) {
            let text = chain(matrix, model, setting, paint);
            line(paint, "layers", Role::Muted, &text);
        }
    }
    if view.changed && matches!(matrix.subjects, Subjects::Default | Subjects::One(_)) {
        let was = observed(model, matrix.first(), setting);
        line(paint, "observed", Role::Changed, &was);
    }
    if let Some((role, text)) = other_side(matrix, model, setting, paint) {
        line(paint, "their side", role, &text);
    }
    let rest = Rect { y, height: bottom.saturating_sub(y), ..area };
    let taken = draw_targets(matrix, model, setting, rest, paint);
    let y = rest.y + taken;
    if bottom.saturating_sub(y) > 2 {
        let rest = Rect { y: y + 1, height: bottom - y - 1, ..area };
        let taken = paint.wrap(rest, Role::Muted, setting.row().help);
        // The whole address of the source fits nowhere; its page does, and can be searched for.
        let page = setting.row().source.rsplit('/').next().unwrap_or_default();
        let last = area.bottom().saturating_sub(1);
        if rest.y + taken + 1 < last {
            paint.text(area.x, last, area.width, Role::Border, page);
        }
    }
}

/// What each layer says: `service ✗ › default ✗ › partner ✓`.
fn chain(matrix: &Matrix, model: &Model, setting: Setting, paint: &Paint<'_>) -> String {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = model.estate().policy(model.owner).unwrap_or(&nothing);
    let sign = |standing: &Standing| paint.glyphs.sign(standing.sign);
    let service = standing(&nothing, Subject::Default, setting);
    let mut text = format!("service {}", sign(&service));
    let path = paint.glyphs.path();
    let default = standing(policy, Subject::Default, setting);
    if default.layer == Layer::Default {
        text.push_str(&format!(" {path} default {}", sign(&default)));
    }
    let own = standing(policy, matrix.first(), setting);
    if own.layer == Layer::Partner {
        text.push_str(&format!(" {path} own {}", sign(&own)));
    }
    text
}

fn observed(model: &Model, subject: Subject, setting: Setting) -> String {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = model.observed.policy(model.owner).unwrap_or(&nothing);
    let found = standing(policy, subject, setting);
    match found.layer {
        Layer::Partner => found.words,
        Layer::Default | Layer::ServiceDefault => format!("{}, inherited", found.words),
    }
}

/// What the partner's own policy says about us for the same traffic, where it is in the workspace.
fn other_side(
    matrix: &Matrix,
    model: &Model,
    setting: Setting,
    paint: &Paint<'_>,
) -> Option<(Role, String)> {
    let Subjects::One(partner) = matrix.subjects else { return None };
    let mirrored = match setting {
        Setting::Half(B2b::CollaborationInbound, half) => {
            Setting::Half(B2b::CollaborationOutbound, half)
        }
        Setting::Half(B2b::CollaborationOutbound, half) => {
            Setting::Half(B2b::CollaborationInbound, half)
        }
        Setting::Half(B2b::DirectConnectInbound, half) => {
            Setting::Half(B2b::DirectConnectOutbound, half)
        }
        Setting::Half(B2b::DirectConnectOutbound, half) => {
            Setting::Half(B2b::DirectConnectInbound, half)
        }
        Setting::Consent(Direction::Inbound) => Setting::Consent(Direction::Outbound),
        Setting::Consent(Direction::Outbound) => Setting::Consent(Direction::Inbound),
        Setting::Half(B2b::TenantRestrictions, _) | Setting::Trust(_) | Setting::Sync(_) => {
            return None;
        }
    };
    let Some(policy) = model.estate().policy(partner) else {
        return Some((Role::Warning, "not in workspace".to_owned()));
    };
    let found = standing(policy, Subject::Partner(model.owner), mirrored);
    let role = match found.sign {
        Sign::Allow => Role::Allow,
        Sign::Block => Role::Block,
        Sign::List | Sign::Absent | Sign::Unknown => Role::Changed,
    };
    let text =
        format!("{} {} ({})", paint.glyphs.sign(found.sign), found.words, mirrored.row().title);
    Some((role, text))
}

/// The names behind a list.
fn draw_targets(
    matrix: &Matrix,
    model: &Model,
    setting: Setting,
    area: Rect,
    paint: &mut Paint<'_>,
) -> u16 {
    let (Setting::Half(b2b, half), false) = (setting, matches!(matrix.subjects, Subjects::Many(_)))
    else {
        return 0;
    };
    let nothing = CrossTenantAccessPolicy::default();
    let policy = model.estate().policy(model.owner).unwrap_or(&nothing);
    let subject = matrix.first();
    let Some(found) = resolve_half(policy, subject, b2b, half) else { return 0 };
    if found.value.is_all() || area.height < 2 {
        return 0;
    }
    let tenant = id_tenant(model.owner, subject, b2b, half);
    let mut y = area.y + u16::from(area.height > 4);
    let last = area.bottom().saturating_sub(1);
    for (number, target) in found.value.targets.iter().enumerate() {
        let left = found.value.targets.len() - number;
        if y >= last && left > 1 {
            let more = format!("and {left} more: e lists them");
            paint.text(area.x, y, area.width, Role::Muted, &more);
            y += 1;
            break;
        }
        let kind = match &target.kind {
            TargetType::Application => "app",
            other => other.word(),
        };
        paint.text(area.x, y, 10, Role::Muted, kind);
        let width = area.width.saturating_sub(11);
        let known = match target.value {
            TargetValue::Id(id) => tenant
                .and_then(|tenant| model.id_name(tenant, id))
                .or_else(|| model.id_name(model.owner, id)),
            _ => None,
        };
        match known {
            Some((name, _)) => paint.text(area.x + 11, y, width, Role::Text, &name),
            None => paint.id(area.x + 11, y, width, Role::Text, &target.value.text()),
        };
        y += 1;
    }
    y - area.y
}

/// The request the cell's property would become, draft against observed.
pub(super) fn draw_request(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let (path, property) = request(matrix);
    let changed = matrix.cell(model, matrix.setting()).is_some_and(|view| view.changed);
    let note = if changed { "draft against observed" } else { "as observed" };
    let frame = Frame { title: "As Graph has it", note, action: "", focus: false };
    let inner = paint.pane(area, &frame);
    paint.text(inner.x, inner.y, inner.width, Role::Muted, &path);
    let lines = match &matrix.subjects {
        Subjects::Many(_) => vec![(' ', "one request a partner".to_owned())],
        Subjects::Default | Subjects::One(_) => difference(model, matrix.first(), property),
    };
    // What changes is what one came for: begin a little before it.
    let first = lines.iter().position(|(sign, _)| *sign != ' ').unwrap_or(0);
    let room = usize::from(inner.height.saturating_sub(1));
    let skip = first.saturating_sub(2).min(lines.len().saturating_sub(room));
    for ((sign, text), y) in lines.iter().skip(skip).zip(inner.y + 1..inner.bottom()) {
        let role = match sign {
            '+' => Role::Allow,
            '-' => Role::Block,
            _ => Role::Text,
        };
        let text = format!("{sign} {text}");
        paint.text(inner.x, y, inner.width, role, &text);
    }
}

fn request(matrix: &Matrix) -> (String, &'static str) {
    let property = match matrix.setting() {
        Setting::Half(b2b, _) => b2b.property(),
        Setting::Trust(_) => "inboundTrust",
        Setting::Consent(_) => "automaticUserConsentSettings",
        Setting::Sync(_) => "identitySynchronization",
    };
    if let Subjects::Many(_) = matrix.subjects {
        return (
            "PATCH /policies/crossTenantAccessPolicy/partners/ID of each".to_owned(),
            property,
        );
    }
    let path = match matrix.first() {
        Subject::Default => "PATCH /policies/crossTenantAccessPolicy/default".to_owned(),
        Subject::Partner(id) if property == "identitySynchronization" => {
            format!(
                "PUT or PATCH /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization"
            )
        }
        Subject::Partner(id) => format!("PATCH /policies/crossTenantAccessPolicy/partners/{id}"),
    };
    (path, property)
}

/// The property as JSON, line by line, with what the plan takes away and adds.
fn difference(model: &Model, subject: Subject, property: &str) -> Vec<(char, String)> {
    let json = |policy: Option<&CrossTenantAccessPolicy>| -> Json {
        let value = match subject {
            Subject::Partner(id) => {
                policy.and_then(|policy| policy.partners.get(&id)).map(|p| own_settings(p))
            }
            Subject::Default => {
                policy.and_then(|policy| policy.default.as_deref()).map(crate::wire::to_value)
            }
        };
        value.and_then(|value| value.get(property).cloned()).unwrap_or_default()
    };
    let before = json(model.observed.policy(model.owner));
    let after = json(model.workspace.draft.policy(model.owner));
    let lines = |value: &Json| crate::wire::compact(property, value);
    let (before, after) = (lines(&before), lines(&after));
    let same_head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let same_tail = before
        .iter()
        .skip(same_head)
        .rev()
        .zip(after.iter().skip(same_head).rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |lines: &[String]| -> Vec<String> {
        lines.get(same_head..lines.len() - same_tail).unwrap_or_default().to_vec()
    };
    let keep = |lines: &[String]| lines.iter().map(|line| (' ', line.clone())).collect::<Vec<_>>();
    let mut out = keep(after.get(..same_head).unwrap_or_default());
    out.extend(middle(&before).into_iter().map(|line| ('-', line)));
    out.extend(middle(&after).into_iter().map(|line| ('+', line)));
    out.extend(keep(after.get(after.len() - same_tail..).unwrap_or_default()));
    out
}

/// One cell, where there is room for no grid.
pub(super) fn draw_one(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let setting = matrix.setting();
    let name = matrix.name(model);
    paint.bold(area.x, area.y, area.width, Role::Text, &name);
    if area.height < 2 {
        return;
    }
    paint.text(area.x, area.y + 1, area.width, Role::Muted, setting.row().title);
    let Some(view) = matrix.cell(model, setting) else { return };
    if area.height < 3 {
        return;
    }
    let spot = Rect { y: area.y + 2, height: 1, ..area };
    paint.highlight(spot);
    write_cell(&view, "", spot, paint);
    let rest = Rect { y: area.y + 3, height: area.height - 3, ..area };
    if rest.height > 0 && !view.mixed {
        let text = format!("by {}", view.standing.layer.title());
        paint.text(rest.x, rest.y, rest.width, Role::Muted, &text);
    }
    if rest.height > 1 && view.changed {
        let was = format!("was {}", observed(model, matrix.first(), setting));
        paint.text(rest.x, rest.y + 1, rest.width, Role::Changed, &was);
    }
}
