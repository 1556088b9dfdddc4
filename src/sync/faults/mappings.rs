//! Attribute mappings.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
//! and …-overview.md, …/identity/app-provisioning/customize-application-attributes.md,
//! functions-for-customizing-application-data.md and known-issues.md

use std::collections::BTreeSet;

use super::kinds;
use super::vocabulary::Vocabulary;
use super::{Around, Faults, cut};
use crate::domain::{
    AttributeMapping, Cloud, FlowType, ObjectMapping, SourceType, SyncConfiguration,
};
use crate::expr;
use crate::sync::gate::is_cross_cloud;
use crate::sync::template::{MATCH, defaults};

/// Targets that cannot be written, or are not kept: name, whether the service refuses it, why.
#[rustfmt::skip]
const TARGETS: &[(&str, bool, &str)] = &[
    ("id", true, "it is the identity of the account"),
    ("objectId", true, "it is the identity of the account"),
    ("proxyAddresses", true, "it may be read and not be written"),
    ("otherMails", false, "the target computes it anew, and what was written is lost"),
    ("password", true, "passwords stay at home"),
    ("passwordProfile", true, "passwords stay at home"),
    ("assignedLicenses", true, "licences are assigned in the target"),
    ("licenses", true, "licences are assigned in the target"),
    ("photo", true, "photos are not synchronised"),
    ("thumbnailPhoto", true, "photos are not synchronised"),
    ("customSecurityAttributes", true, "custom security attributes are not synchronised"),
    ("HiddenFromAddressListsEnabled", true, "Exchange keeps it, out of reach; `showInAddressList` is what is mapped"),
    ("msExchHideFromAddressLists", true, "Exchange keeps it, out of reach; `showInAddressList` is what is mapped"),
    ("targetAddress", true, "Exchange keeps it, out of reach"),
    ("ExternalEmailAddress", true, "Exchange keeps it, out of reach"),
    ("strongAuthenticationMethods", true, "methods of authentication stay at home"),
    ("authenticationMethods", true, "methods of authentication stay at home"),
];

/// Sources that the portal does not offer. A customer's schema was seen with one of them, so that
/// the service may take it all the same.
const NOT_OFFERED: [&str; 2] = ["userType", "samAccountName"];

/// Attributes that every user has: a condition on one of them does not fail.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/user-post-users.md
const THERE: [&str; 6] = [
    "accountEnabled",
    "displayName",
    "IsSoftDeleted",
    "mailNickname",
    "objectId",
    "userPrincipalName",
];

const MANAGER: &str = "manager";
const USER_TYPE: &str = "userType";

pub(super) fn check(
    configuration: &SyncConfiguration,
    users: &ObjectMapping,
    base: &str,
    words: &Vocabulary,
    around: &Around<'_>,
    out: &mut Faults,
) {
    matching(users, base, out);
    let list = format!("{base}.attributeMappings");
    for name in ["IsSoftDeleted", "accountEnabled"] {
        if !users.attribute_mappings.iter().any(|row| row.target == name) {
            out.warn(
                "CTS023",
                &list,
                format!("there is no mapping of `{name}`: leavers keep their access in the target"),
                format!("map `{name}` directly to `[{name}]`"),
            );
        }
    }
    let reach = manager_reach(configuration, around);
    let has_manager = users.attribute_mappings.iter().any(|row| row.target == MANAGER);
    if !has_manager && reach.is_none() {
        out.warn(
            "CTS049",
            &list,
            "there is no mapping of `manager`: configurations that were customised before 2024 do not get it by themselves",
            "map `manager` directly to `[manager]`; saving it starts a new initial cycle",
        );
    }
    let mut seen = BTreeSet::new();
    for (index, row) in users.attribute_mappings.iter().enumerate() {
        let path = format!("{list}[{index}]");
        if row.target == MANAGER
            && let Some(why) = reach
        {
            out.warn(
                "CTS048",
                &path,
                format!("`manager` is mapped, and {why}"),
                "remove the mapping",
            );
        }
        if row.matching_priority.unwrap_or(0) == 0 {
            if !seen.insert(row.target.as_str()) {
                twice(row, &path, out);
            }
            target(row, &path, words, out);
            source(row, &path, words, out);
        }
    }
}

/// A target that a row before writes as well.
fn twice(row: &AttributeMapping, path: &str, out: &mut Faults) {
    let target = cut(&row.target);
    out.warn(
        "writtenTwice",
        path,
        format!(
            "`{target}` is written by a row before as well; which of them holds is not documented"
        ),
        "keep one of the rows",
    );
}

/// Why managers do not travel; nothing where they do, as far as known.
fn manager_reach(configuration: &SyncConfiguration, around: &Around<'_>) -> Option<&'static str> {
    let estate = around.estate?;
    let in_government = [configuration.source, configuration.target]
        .iter()
        .any(|id| estate.tenant(*id).is_some_and(|tenant| tenant.cloud == Cloud::UsGovernment));
    match () {
        () if is_cross_cloud(estate, configuration) => Some("managers do not cross clouds"),
        () if in_government => Some("managers are not supported in US Government clouds"),
        () => None,
    }
}

/// Users are matched by one row, which cannot be changed.
fn matching(users: &ObjectMapping, base: &str, out: &mut Faults) {
    let (target, expression) = MATCH;
    let fix = format!(
        "restore the mapping of `{target}` to `{expression}` with matchingPriority 1, and set matchingPriority 0 in all others"
    );
    let mut found = false;
    for (index, row) in users.attribute_mappings.iter().enumerate() {
        let path = format!("{base}.attributeMappings[{index}]");
        let is_match = row.matching_priority.unwrap_or(0) > 0;
        let text = row.source.as_ref().and_then(|from| from.expression.as_deref());
        match (row.target == target, is_match) {
            (true, true) if found => {
                out.refuse(
                    "CTS017",
                    &path,
                    format!("schemaInvalid: `{target}` is mapped twice to match users"),
                    &fix,
                );
            }
            (true, true) if text.is_some_and(|text| squeezed(text) == expression) => found = true,
            (true, _) => {
                found = true;
                out.refuse(
                    "CTS017",
                    &path,
                    format!("schemaInvalid: users are matched by `{target}` from `{expression}`, and that cannot be changed"),
                    &fix,
                );
            }
            (false, true) => out.refuse(
                "CTS017",
                &path,
                format!(
                    "schemaInvalid: `{}` would be a second attribute to match users by",
                    row.target
                ),
                &fix,
            ),
            (false, false) => {}
        }
    }
    if !found {
        out.refuse(
            "CTS017",
            &format!("{base}.attributeMappings"),
            format!(
                "schemaInvalid: the mapping of `{target}`, by which users are matched, is not there"
            ),
            &fix,
        );
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is written to.
fn target(row: &AttributeMapping, path: &str, words: &Vocabulary, out: &mut Faults) {
    let name = row.target.as_str();
    let place = format!("{path}.targetAttributeName");
    if let Some((_, is_refused, why)) = TARGETS.iter().find(|(one, _, _)| *one == name) {
        let text = format!("`{name}` is no target: {why}");
        let fix = "remove the mapping";
        match is_refused {
            true => out.refuse("CTS022", &place, text, fix),
            false => out.warn("CTS022", &place, text, fix),
        }
    }
    if let Some(defined) = words.target.get(name) {
        if defined.mutability == "ReadOnly" {
            let text = format!("`{name}` is read-only in the target, as the schema says");
            out.refuse("CTS022", &place, text, "remove the mapping");
        }
        if defined.is_multivalued && is_extension(name) {
            several(&place, name, out);
        }
    }
    if name == USER_TYPE {
        user_type(row, path, out);
    }
    let is_own = |text: &str| defaults().contains(&(name, text));
    if let Some(text) = row.default_value.as_deref().filter(|text| !text.is_empty())
        && row.flow_type.as_ref().is_none_or(|flow| *flow == FlowType::Always)
        && row.source.is_some()
        && !is_own(text)
    {
        out.warn(
            "CTS029",
            &format!("{path}.defaultValue"),
            format!(
                "the default `{text}` of `{name}` is written on creation only, never on an update"
            ),
            format!("put it into the expression, such as Coalesce([{name}], \"{text}\")"),
        );
    }
}

fn is_extension(name: &str) -> bool {
    name.get(..10).is_some_and(|head| head.eq_ignore_ascii_case("extension_"))
}

fn several(place: &str, name: &str, out: &mut Faults) {
    out.refuse(
        "CTS041",
        place,
        format!(
            "`{name}` is an extension with several values, and only those with one are supported"
        ),
        "map an extension with one value",
    );
}

/// Members and guests.
fn user_type(row: &AttributeMapping, path: &str, out: &mut Faults) {
    let said = row.source.as_ref();
    let is_constant = said.is_some_and(|from| from.kind == Some(SourceType::Constant));
    let text = said.and_then(|from| from.expression.as_deref().or(from.name.as_deref()));
    let Some(text) = text.filter(|_| is_constant) else { return };
    let value = text.trim().trim_matches('"');
    let always = row.flow_type.as_ref().is_none_or(|flow| *flow == FlowType::Always);
    match value {
        "Member" if always => out.warn(
            "CTS019",
            &format!("{path}.flowType"),
            "`userType` is Member and always written: every guest who is found becomes a member",
            "confirm it, or write it on creation only (ObjectAddOnly)",
        ),
        "Member" | "Guest" => {}
        other => out.refuse(
            "CTS020",
            &format!("{path}.source"),
            format!("`userType` is Member or Guest; with `{other}` every invitation fails"),
            "say \"Member\" or \"Guest\"",
        ),
    }
}

/// Where the value comes from.
fn source(row: &AttributeMapping, path: &str, words: &Vocabulary, out: &mut Faults) {
    let Some(from) = &row.source else { return };
    let name = from.name.as_deref().unwrap_or_default();
    let place = format!("{path}.source.expression");
    let is_direct = from.kind == Some(SourceType::Attribute);
    let text = match (&from.kind, from.expression.as_deref()) {
        (Some(SourceType::Constant), _) if row.target != MANAGER => return,
        (_, Some(text)) => text.to_owned(),
        (Some(SourceType::Attribute), None) => format!("[{name}]"),
        (_, None) => String::new(),
    };
    if row.target == MANAGER && squeezed(&text) != "[manager]" {
        out.refuse(
            "CTS034",
            &place,
            "`manager` is a reference and is mapped directly",
            "map it to [manager], without a function",
        );
        return;
    }
    for one in NOT_OFFERED {
        if is_direct && name == one {
            not_offered(one, &place, out);
        }
    }
    let expression = match expr::parse(&text) {
        Ok(expression) => expression,
        Err(fault) => return refused(&fault, &text, &place, out),
    };
    let found = expr::check(&expression, words.names.as_ref());
    for fault in &found.faults {
        refused(fault, &text, &place, out);
    }
    let once = row.flow_type == Some(FlowType::ObjectAddOnly);
    for warning in found.warnings {
        match warning.id {
            "CTS021" => {
                for one in
                    NOT_OFFERED.into_iter().filter(|one| expression.attributes().contains(one))
                {
                    not_offered(one, &place, out);
                }
            }
            "CTS034" | "CTS035" => {
                out.refuse(warning.id, &place, warning.text, fix(warning.id));
            }
            "CTS036" if once => {}
            id if id.starts_with("CTS") => out.warn(id, &place, warning.text, fix(id)),
            // What is not documented is said where an expression is evaluated.
            _ => {}
        }
    }
    for one in expr::in_conditions(&expression).into_iter().filter(|one| !THERE.contains(one)) {
        out.warn(
            "CTS031",
            &place,
            format!(
                "where `[{one}]` has no value, the condition of `IIF` fails and nothing is written"
            ),
            fix("CTS031"),
        );
    }
    for text in kinds::check(&row.target, &expression, words) {
        out.warn("switchType", &place, text, fix("switchType"));
    }
    for one in expression.attributes() {
        if is_extension(one) && words.source.get(one).is_some_and(|d| d.is_multivalued) {
            several(&place, one, out);
        }
    }
}

fn not_offered(name: &str, place: &str, out: &mut Faults) {
    out.warn(
        "CTS021",
        place,
        format!("`[{name}]` is not available as a source, as the known issues say; whether the service refuses it is not documented"),
        fix("CTS021"),
    );
}

/// A fault of an expression, with what stands at its place.
fn refused(fault: &expr::Fault, text: &str, place: &str, out: &mut Faults) {
    let id = fault.rule.unwrap_or("invalidExpression");
    let [_, marked, _] = fault.line(text);
    let at = text.get(..fault.span.start).unwrap_or_default().chars().count() + 1;
    let near = if marked.is_empty() { String::new() } else { format!(", at `{marked}`") };
    out.refuse(id, place, format!("{} (character {at}{near})", fault.sentence), fix(id));
}

/// The way out of each rule of expressions.
fn fix(id: &str) -> &'static str {
    match id {
        "CTS015" => "write the pattern without look-around and back-references",
        "CTS021" => "keep the value in an extension attribute and map that",
        "CTS030" => "use IIF, or Coalesce where only a fallback is wanted",
        "CTS031" => "use Coalesce, or Switch with the key \"\" for no value",
        "CTS032" => "use the attribute itself, and the key \"\" for no value",
        "CTS033" => "add the default, or the missing half of a pair",
        "CTS034" => "map references directly, without a function",
        "CTS035" => "remove the function; cross-tenant synchronisation does not support it",
        "CTS036" => "write it on creation only (ObjectAddOnly)",
        "CTS037" => "double each backslash between quotes",
        "CTS038" => "write the name as the reference does",
        "CTS039" => "shorten it, or keep a part of it in an extension attribute",
        "switchType" => "write True or False, with a capital letter, where a truth is meant",
        "CTS040" => "write the name exactly as the directory has it",
        _ => "correct the expression; detente sync eval shows what it gives",
    }
}
