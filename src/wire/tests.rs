#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::arbitrary::{self, TOKENS, cases};
use crate::domain::{Partner, Tenant, TenantId, Workspace};

/// The bytes of a workspace, whatever its place in the journal.
fn bytes(workspace: &Workspace) -> Vec<u8> {
    write_checkpoint(&Checkpoint::of(workspace, 7, "head".to_owned(), 99))
}

fn lookup(of: [&Workspace; 2]) -> impl Fn(TenantId, &str) -> Result<Arc<Tenant>, String> + use<> {
    let all: Vec<_> = of.into_iter().flat_map(|w| w.observed.values().cloned()).collect();
    move |_, hash| {
        let found = all.iter().find(|seen| seen.hash == hash);
        found.map(|seen| Arc::clone(&seen.tenant)).ok_or_else(|| "unseen".to_owned())
    }
}

/// What a journal gives back of changes: they pass through a line.
fn through_line(changes: Vec<Change>) -> Vec<Change> {
    let entry = Entry {
        revision: 3,
        time: "2026-01-01T00:00:00Z".to_owned(),
        actor: "ada".to_owned(),
        kind: Kind::Undo(2),
        label: "words ,\"hash\":\" and \u{202e}more".to_owned(),
        changes,
    };
    let (line, hash) = write_entry(&entry, "before");
    assert!(line.is_ascii() && line.ends_with('\n') && line.trim_end().lines().count() == 1);
    let (read, read_hash) = read_entry(line.trim_end().as_bytes(), Some("before")).unwrap();
    assert_eq!((&read, read_hash), (&entry, hash));
    let head = read_headline(line.as_bytes()).unwrap();
    assert_eq!((head.revision, head.kind, head.places), (3, Kind::Undo(2), entry.changes.len()));
    let other = read_entry(line.trim_end().as_bytes(), Some("other"));
    assert_eq!(other, Err(LineFault::OutOfChain));
    read.changes
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn a_checkpoint_reads_back_to_what_was_written(workspace in arbitrary::workspace()) {
        let written = bytes(&workspace);
        prop_assert!(written.is_ascii());
        let checkpoint = read_checkpoint(&written).unwrap();
        prop_assert_eq!((checkpoint.revision, checkpoint.journal_bytes), (7, 99));
        let hashes: Vec<_> = checkpoint.observed.values().cloned().collect();
        prop_assert_eq!(hashes, workspace.observed.values().map(|o| o.hash.clone()).collect::<Vec<_>>());
        let mut read = checkpoint.into_workspace();
        read.observed = workspace.observed.clone();
        prop_assert_eq!(&read, &workspace);
        prop_assert_eq!(bytes(&read), written);
    }

    #[test]
    fn changes_lead_there_and_their_inverse_leads_back_to_the_same_bytes(
        a in arbitrary::workspace(),
        b in arbitrary::workspace(),
    ) {
        let there = through_line(changes(&a, &b));
        let found = lookup([&a, &b]);
        let reached = replay(&a, &there, &found).unwrap();
        prop_assert_eq!(&reached, &b);
        let back = replay(&reached, &invert(&there), &found).unwrap();
        prop_assert_eq!(&back, &a);
        prop_assert_eq!(bytes(&back), bytes(&a));
        prop_assert_eq!(invert(&invert(&there)), there);
        prop_assert_eq!(changes(&a, &a), vec![]);
        // Also where no memory is shared.
        let copy = read_checkpoint(&bytes(&a)).unwrap().into_workspace();
        prop_assert_eq!(changes(&copy, &Workspace { observed: BTreeMap::new(), ..a }), vec![]);
    }

    #[test]
    fn an_edit_changes_little_and_leads_back(
        before in arbitrary::open_workspace(),
        edits in vec(arbitrary::edit(), 1..6),
    ) {
        let mut after = before.clone();
        for edit in &edits {
            if let Ok(next) = crate::edit::apply(&after, std::slice::from_ref(edit)) {
                let there = through_line(changes(&after, &next));
                let found = lookup([&after, &next]);
                let reached = replay(&after, &there, &found).unwrap();
                prop_assert_eq!(&reached, &next);
                let back = replay(&reached, &invert(&there), &found).unwrap();
                prop_assert_eq!(bytes(&back), bytes(&after));
                after = reached;
            }
        }
    }

    #[test]
    fn a_clash_is_the_same_seen_from_either_side(
        base in arbitrary::workspace(),
        a in arbitrary::workspace(),
        b in arbitrary::workspace(),
    ) {
        let (mine, theirs) = (changes(&base, &a), changes(&base, &b));
        let ours = clash(&mine, &theirs);
        prop_assert_eq!(ours.is_some(), clash(&theirs, &mine).is_some());
        prop_assert!(clash(&mine, &mine).is_none(), "the same said twice is no clash");
        if ours.is_none() {
            let found = lookup([&a, &b]);
            let one = replay(&replay(&base, &mine, &found).unwrap(), &theirs, &found);
            let two = replay(&replay(&base, &theirs, &found).unwrap(), &mine, &found);
            prop_assert_eq!(one, two, "what does not clash may come in any order");
        }
    }

    #[test]
    fn every_json_keeps_its_tokens_and_its_order(value in arbitrary::json()) {
        let mut partner = Partner::new(TenantId::default());
        partner.extra.insert("vNext".to_owned(), value.clone());
        let line = to_line(&partner);
        let read: Partner = from_slice(line.as_bytes()).unwrap();
        prop_assert_eq!(read.extra.get("vNext").unwrap().to_string(), value.to_string());
        prop_assert_eq!(to_line(&read), line);
    }
}

const ID: &str = "11111111-1111-1111-1111-111111111111";

#[test]
fn numbers_keep_their_digits_and_members_their_order_through_file_journal_and_undo() {
    // The one thing not kept: an exponent gets the sign it may leave out.
    assert_eq!(arbitrary::number("1E2").to_string(), "1e+2");
    let all = TOKENS.join(",");
    let members = format!("\"z\":[{all}],\"a\":{{\"y\":1e+2,\"b\":-0}},\"m\":null,\"l\":1.10");
    let text = format!("{{\"tenantId\":\"{ID}\",{members}}}");
    let partner: Partner = from_slice(text.as_bytes()).unwrap();
    assert!(to_line(&partner).ends_with(&format!(",{members}}}")), "{}", to_line(&partner));

    // Taking any of them out, or setting it to null, leads back to the same text.
    let id: TenantId = ID.parse().unwrap();
    let with = |partner: Partner| {
        let mut policy = crate::domain::CrossTenantAccessPolicy::default();
        policy.partners.insert(id, Arc::new(partner));
        let tenant = Tenant { id, policy: Some(Arc::new(policy)), ..Tenant::default() };
        let mut workspace = Workspace::default();
        workspace.draft.tenants.insert(id, Arc::new(tenant));
        workspace
    };
    let full = with(partner);
    for other in ["\"z\":1,\"m\":null", "\"l\":null", "\"a\":{\"b\":-0},\"z\":[]", ""] {
        let comma = if other.is_empty() { "" } else { "," };
        let text = format!("{{\"tenantId\":\"{ID}\"{comma}{other}}}");
        let less = with(from_slice(text.as_bytes()).unwrap());
        for (from, to) in [(&full, &less), (&less, &full)] {
            let there = through_line(changes(from, to));
            let nobody = lookup([from, to]);
            let reached = replay(from, &there, &nobody).unwrap();
            assert_eq!(&reached, to);
            let back = replay(&reached, &invert(&there), &nobody).unwrap();
            assert_eq!(bytes(&back), bytes(from), "{other}");
        }
    }
}

#[test]
fn a_member_given_twice_is_refused_at_every_depth() {
    #[rustfmt::skip]
    let table: &[(&str, &str)] = &[
        // known members
        (r#""isServiceProvider":true,"isServiceProvider":true"#, "isServiceProvider"),
        (r#""isServiceProvider":true,"isServiceProvide\u0072":true"#, "isServiceProvider"),
        (r#""inboundTrust":{"isMfaAccepted":true,"isMfaAccepted":null}"#, "isMfaAccepted"),
        (r#""b2bCollaborationInbound":{"usersAndGroups":{"accessType":"allowed","accessType":"blocked"}}"#, "accessType"),
        (r#""b2bCollaborationInbound":{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"a","target":"b"}]}}"#, "target"),
        // members we do not know
        (r#""x":1,"x":1"#, "x"),
        (r#""x":1,"\u0078":2"#, "x"),
        (r#""x":{"y":1,"y":2}"#, "y"),
        (r#""x":[[{"y":{"z":1,"\u007a":1}}]]"#, "z"),
        (r#""x":{"":1,"":2}"#, ""),
        (r#""inboundTrust":{"x":{"y":[{"q":null,"q":null}]}}"#, "q"),
        (r#""tenantRestrictions":{"devices":{"accessType":"a","accessType":"a"}}"#, "accessType"),
    ];
    for (members, name) in table {
        let text = format!("{{\"tenantId\":\"{ID}\",{members}}}");
        let fault = from_slice::<Partner>(text.as_bytes()).unwrap_err();
        assert!(
            fault.what.starts_with(&format!("the member `{name}` is given twice")),
            "{members}: {fault}"
        );
    }
    // The definition of the domain list is JSON inside a string.
    let inside = r#"{"definition":["{\"B2BManagementPolicy\":{\"a\":{\"b\":1,\"b\":2}}}"]}"#;
    let fault = from_slice::<crate::domain::B2bManagementPolicy>(inside.as_bytes()).unwrap_err();
    assert!(fault.what.contains("`b` is given twice"), "{fault}");
}

#[test]
fn a_fault_names_line_column_and_path() {
    let text = format!(
        "{{\"partners\": [\n  {{\"tenantId\": \"{ID}\"}},\n  {{\"tenantId\": \"{}\", \"inboundTrust\": {{\"isMfaAccepted\": \"yes\"}}}}]}}",
        ID.replace('1', "2")
    );
    let fault = from_slice::<crate::domain::CrossTenantAccessPolicy>(text.as_bytes()).unwrap_err();
    assert_eq!((fault.line, fault.path.as_str()), (3, "partners[1].inboundTrust.isMfaAccepted"));
    assert_eq!(
        fault.to_string(),
        "line 3, column 94, at `partners[1].inboundTrust.isMfaAccepted`: invalid type: string \"yes\", expected a boolean"
    );
    for (text, line) in [("", 1), ("{", 1), ("{\n\"partners\":\n7}", 3), ("[]", 1), ("{}\n{}", 2)] {
        let fault = from_slice::<crate::domain::CrossTenantAccessPolicy>(text.as_bytes());
        assert_eq!(fault.unwrap_err().line, line, "{text:?}");
    }
    let twice = format!("{{\"partners\":[{{\"tenantId\":\"{ID}\"}},{{\"tenantId\":\"{ID}\"}}]}}");
    let fault = from_slice::<crate::domain::CrossTenantAccessPolicy>(twice.as_bytes()).unwrap_err();
    assert!(fault.what.contains("a tenant stands twice"), "{fault}");
}

#[test]
fn a_pointer_reads_as_it_is_written() {
    for text in ["/", "/a", "/a/b~1c/~0", "/~01", "//", "/\u{202e}"] {
        assert_eq!(Pointer::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Pointer::parse("a"), None);
    assert_eq!(Pointer::parse("/a~1b/~01").unwrap().names(), ["a/b", "~1"]);
}

/// A small workspace with something in every corner.
fn small() -> Workspace {
    let id: TenantId = ID.parse().unwrap();
    let mut policy = crate::domain::CrossTenantAccessPolicy::default();
    let mut partner = Partner::new(id);
    partner.is_service_provider = Some(true);
    partner.extra.insert("n".to_owned(), arbitrary::number("1.10"));
    policy.partners.insert(id, Arc::new(partner));
    let tenant = Tenant { id, policy: Some(Arc::new(policy)), ..Tenant::default() };
    let mut workspace = Workspace::default();
    workspace.draft.tenants.insert(id, Arc::new(tenant));
    workspace
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_journal_line_is_noticed() {
    let changes = changes(&Workspace::default(), &small());
    let (time, actor, label) = ("2026".to_owned(), "ada".to_owned(), "new".to_owned());
    let entry = Entry { revision: 1, time, actor, kind: Kind::Init, label, changes };
    let (line, _) = write_entry(&entry, "");
    let line = line.trim_end().as_bytes();
    let mut states = 0;
    for place in 0..line.len() {
        for bit in 0..8 {
            let mut bad = line.to_vec();
            *bad.get_mut(place).unwrap() ^= 1 << bit;
            assert_eq!(read_entry(&bad, None), Err(LineFault::Damaged), "byte {place}, bit {bit}");
            states += 1;
        }
        assert_eq!(read_entry(&line[..place], None), Err(LineFault::Damaged), "cut at {place}");
        states += 1;
    }
    assert_eq!(states, line.len() * 9);
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_checkpoint_is_noticed() {
    let good = bytes(&small());
    assert!(read_checkpoint(&good).is_ok());
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            *bad.get_mut(place).unwrap() ^= 1 << bit;
            assert!(read_checkpoint(&bad).is_err(), "byte {place}, bit {bit}");
        }
        assert!(read_checkpoint(&good[..place]).is_err(), "cut at {place}");
    }
    let mut longer = good.clone();
    longer.push(b'\n');
    assert!(read_checkpoint(&longer).is_err());
}

#[test]
fn a_version_is_a_whole_number_that_we_know() {
    let good = String::from_utf8(bytes(&small())).unwrap();
    for (version, is_newer) in [
        ("0", false),
        ("-1", false),
        ("\"2\"", false),
        ("null", false),
        ("2", true),
        ("1000000000", true),
    ] {
        let text = good.replacen("\"format\": 1", &format!("\"format\": {version}"), 1);
        assert_ne!(text, good);
        let fault = read_checkpoint(text.as_bytes()).unwrap_err();
        assert_eq!(matches!(fault, CheckpointFault::Newer(_)), is_newer, "{version}: {fault:?}");
    }
}

#[test]
fn users_are_read_by_the_names_of_a_schema() {
    const ADA: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","@odata.type":"x","displayName":"Ada",
        "businessPhones":["+44 1","+44 2"],"officeLocation":"3a","externalUserState":null,
        "manager":{"id":"00000000-0000-0000-0000-000000000002"},"onPremisesExtensionAttributes":{"extensionAttribute1":"e1"},
        "employeeOrgData":{"costCenter":"c","division":null},"accountEnabled":true,"extension_0a_level":7,
        "proxyAddresses":["SMTP:a@x","smtp:b@x"],"identities":[{"issuer":"x","issuerAssignedId":"a@x"},{"issuer":"y"}]}"#;
    #[rustfmt::skip]
    let table = [
        ("displayName", "Text(\"Ada\")"),
        ("telephoneNumber", "Text(\"+44 1\")"),
        ("physicalDeliveryOfficeName", "Text(\"3a\")"),
        ("userState", "Missing"),
        ("manager", "Reference(ObjectId(00000000-0000-0000-0000-000000000002))"),
        ("extensionAttribute1", "Text(\"e1\")"),
        ("employeeOrgData.costCenter", "Text(\"c\")"),
        ("employeeOrgData.division", "Missing"),
        ("accountEnabled", "Bool(true)"),
        ("extension_0a_level", "Number(\"7\")"),
        ("objectId", "Text(\"00000000-0000-0000-0000-000000000001\")"),
        ("jobTitle", "Untold"),
    ];
    let names = table.iter().map(|(name, _)| (*name).to_owned());
    let names = names.chain(["proxyAddresses".to_owned(), "identities".to_owned()]).collect();
    let mut plan = RosterPlan::of(names);
    let mut roster = plan.roster();
    plan.read(ADA.as_bytes(), &mut roster).unwrap();
    for (name, want) in table {
        assert_eq!(format!("{:?}", roster.named(0, name)), want, "{name}");
    }
    let many = |name| roster.named(0, name).texts().collect::<Vec<_>>();
    assert_eq!(many("proxyAddresses"), ["SMTP:a@x", "smtp:b@x"]);
    assert_eq!(many("identities"), ["a@x"]);
    // A member that another user has is empty here, not untold.
    plan.read(br#"{"id":"00000000-0000-0000-0000-000000000003"}"#, &mut roster).unwrap();
    assert_eq!(format!("{:?}", roster.named(1, "displayName")), "Missing");
    assert!(plan.read(b"{}", &mut roster).is_err());
    assert!(plan.read(br#"{"id":"x"}"#, &mut roster).is_err());
    assert_eq!(roster.len(), 2);
    let again =
        plan.read(br#"{"id":"00000000-0000-0000-0000-000000000003","jobTitle":"x"}"#, &mut roster);
    assert!(matches!(again, Err(RosterFault::Twice(_))), "{again:?}");
    assert!(!roster.tells("jobTitle") && roster.len() == 2);
}

#[test]
fn of_assigned_plans_only_a_mailbox_is_kept() {
    let mut plan = RosterPlan::of(vec!["assignedPlans".to_owned()]);
    let plans = |service: &str, status: &str| {
        format!(
            r#"[{{"service":"SharePoint","capabilityStatus":"Enabled"}},{{"service":"{service}","capabilityStatus":"{status}"}}]"#
        )
    };
    let table = [
        (plans("exchange", "Enabled"), "Bool(true)"),
        (plans("exchange", "Warning"), "Bool(true)"),
        (plans("exchange", "Deleted"), "Bool(false)"),
        (plans("AADPremiumService", "Enabled"), "Bool(false)"),
        ("[]".to_owned(), "Bool(false)"),
        ("null".to_owned(), "Missing"),
    ];
    for (plans, want) in table {
        let mut roster = plan.roster();
        let line =
            format!(r#"{{"id":"00000000-0000-0000-0000-000000000001","assignedPlans":{plans}}}"#);
        plan.read(line.as_bytes(), &mut roster).unwrap();
        assert_eq!(format!("{:?}", roster.named(0, "assignedPlans")), want, "{plans}");
    }
}

#[test]
fn the_kinds_of_a_group() {
    let read = |rest: &str| {
        let line = format!(r#"{{"id":"00000000-0000-0000-0000-000000000001"{rest}}}"#);
        let group = read_sync_group(line.as_bytes()).unwrap();
        (group.is_unified, group.mail_enabled, group.is_role_assignable)
    };
    assert_eq!(read(""), (None, None, None));
    let unified = r#","groupTypes":["Unified"],"mailEnabled":true,"isAssignableToRole":null"#;
    assert_eq!(read(unified), (Some(true), Some(true), None));
    let plain = r#","groupTypes":[],"mailEnabled":false,"isAssignableToRole":true"#;
    assert_eq!(read(plain), (Some(false), Some(false), Some(true)));
}

proptest! {
    #![proptest_config(cases(512))]

    /// A space at the end of an object is what the reader of plain lines does not know.
    #[test]
    fn plain_lines_are_read_as_any_other(
        lines in vec(vec((select(MEMBERS), select(VALUES)), 0..7), 1..6),
        (cut, damage) in (0..400usize, select(["", "", "", "\"", "\\", "}", " ", "\u{7}", "ä", ",", "1"].as_slice())),
    ) {
        let names = ["displayName", "mail", "manager", "proxyAddresses", "telephoneNumber", "objectId", "a.b", "accountEnabled", "assignedPlans"];
        let mut plan = RosterPlan::of(names.map(str::to_owned).to_vec());
        let mut other = plan.clone();
        let (mut roster, mut same) = (plan.roster(), other.roster());
        let is_whole = damage.is_empty() && lines.iter().flatten().all(|(name, value)| {
            *name != "id" && !["tru", r#"["x",]"#].contains(value)
        });
        for (members, number) in lines.iter().zip(0..) {
            let members = members.iter().map(|(name, value)| format!(",\"{name}\":{value}"));
            let members = members.collect::<Vec<_>>().concat();
            let mut line = format!(r#"{{"id":"00000000-0000-0000-0000-00000000000{number}"{members}}}"#);
            if line.is_char_boundary(cut) && cut < line.len() {
                line.insert_str(cut, damage);
            }
            let spaced = match line.strip_suffix('}') {
                Some(begun) => format!("{begun} }}"),
                None => format!("{line} "),
            };
            let read = plan.read(line.as_bytes(), &mut roster).is_ok();
            prop_assert!(read || !is_whole, "{}", line);
            prop_assert_eq!(read, other.read(spaced.as_bytes(), &mut same).is_ok(), "{}", line);
        }
        prop_assert_eq!(roster.ids(), same.ids());
        for name in names {
            prop_assert_eq!(roster.tells(name), same.tells(name));
            for row in 0..roster.len() {
                prop_assert_eq!(roster.named(row, name), same.named(row, name), "{}", name);
            }
        }
    }
}

const MEMBERS: &[&str] = &[
    "displayName",
    "mail",
    "manager",
    "proxyAddresses",
    "businessPhones",
    "a",
    "accountEnabled",
    "assignedPlans",
    "unknown",
    "id",
];
const VALUES: &[&str] = &[
    r#""Ann""#,
    r#""""#,
    r#""a\\b \" c\u00e4""#,
    r#""ä€""#,
    "null",
    "true",
    "false",
    "7",
    "-1.5e3",
    "[]",
    r#"["x"]"#,
    r#"["x","y\n"]"#,
    r#"["x",null,7]"#,
    r#"[{"service":"exchange","capabilityStatus":"Enabled"}]"#,
    r#"[{"key":"k"},{"issuerAssignedId":"i"}]"#,
    r#"{"id":"00000000-0000-0000-0000-000000000002"}"#,
    r#"{"@odata.type":"t","id":"x"}"#,
    "{}",
    r#"{"b":"c"}"#,
    r#"{"b":null}"#,
    r#"{"b":{"c":[1,{}]}}"#,
    r#""00000000-0000-0000-0000-000000000009""#,
    r#"["x",]"#,
    "tru",
];
