//! What each answer says of each way. Weights are our judgement; what rules out is documented.

use super::Effect::{Against, For, Out};
use super::Rule;
use crate::learn::method::Method::{self, Bulk, DirectConnect, Entitlement, Invitation, Sync};

const SYNC: &str = "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md";
const PAIRS: &str = "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md";
const DIRECT: &str = "MicrosoftDocs/entra-docs:docs/external-id/b2b-direct-connect-overview.md";
const ACCESS: &str = "MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md";
const BULK: &str = "MicrosoftDocs/entra-docs:docs/includes/bulk-operations-limitations.md";
const PACKAGE: &str =
    "MicrosoftDocs/entra-docs:docs/id-governance/entitlement-management-external-users.md";
const LICENCE: &str = "MicrosoftDocs/entra-docs:docs/id-governance/licensing-fundamentals.md";
const INVITE: &str = "MicrosoftDocs/entra-docs:docs/external-id/add-users-administrator.yml";
const TENANTS: &str =
    "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/overview.md";
const FILE: &str = "MicrosoftDocs/entra-docs:docs/external-id/tutorial-bulk-invite.md";
const OURS: &str = "";

type When = &'static [(&'static str, &'static str)];

const fn row(
    when: When,
    method: Method,
    effect: super::Effect,
    source: &'static str,
    because: &'static str,
) -> Rule {
    Rule { when, method, effect, because, source }
}

/// Every row.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    row(&[("people", "few")], Invitation, For(2), OURS, "so few can be invited and remembered by hand"),
    row(&[("people", "few")], Bulk, Against(1), OURS, "for so few a file is more work than inviting them"),
    row(&[("people", "few")], Sync, Against(1), OURS, "two tenants have to be set up, for a few people"),
    row(&[("people", "few")], Entitlement, Against(1), OURS, "catalog, package and policy have to be set up, for a few people"),
    row(&[("people", "some")], Bulk, For(2), OURS, "one file invites them all"),
    row(&[("people", "some")], Invitation, Against(1), OURS, "that many invitations by hand are slow and go wrong"),
    row(&[("people", "some")], Entitlement, For(1), OURS, "the work is shared with those who ask and approve"),
    row(&[("people", "many")], Invitation, Against(3), OURS, "nobody invites hundreds by hand, or removes them"),
    row(&[("people", "many")], Bulk, For(1), OURS, "a file can still do it"),
    row(&[("people", "many")], Sync, For(1), OURS, "the set-up pays off"),
    row(&[("people", "many")], Entitlement, For(1), OURS, "the work is shared with those who ask and approve"),
    row(&[("people", "thousands")], Invitation, Against(4), OURS, "nobody invites thousands by hand, or removes them"),
    row(&[("people", "thousands")], Bulk, Against(1), BULK, "an operation that does not end within an hour can fail, so the file has to be split"),
    row(&[("people", "thousands")], Sync, For(2), OURS, "the set-up pays off: a first cycle takes hours, not weeks"),

    row(&[("company", "same")], Sync, For(3), SYNC, "it is made for the tenants of one organisation"),
    row(&[("company", "other")], Sync, Against(3), TENANTS, "it is meant for the tenants of one organisation: the other company would make accounts here"),
    row(&[("company", "other")], Entitlement, For(1), PACKAGE, "connected organisations are made for partners whose people change"),

    row(&[("need", "apps")], DirectConnect, Out, DIRECT, "it reaches Teams shared channels and nothing else"),
    row(&[("need", "channels")], DirectConnect, For(5), DIRECT, "it is made for shared channels, and no account has to be kept here"),
    row(&[("need", "channels")], Sync, Against(2), DIRECT, "makes accounts that shared channels do not need"),
    row(&[("need", "channels")], Invitation, Against(2), DIRECT, "makes accounts that shared channels do not need"),
    row(&[("need", "channels")], Bulk, Against(2), DIRECT, "makes accounts that shared channels do not need"),
    row(&[("need", "channels")], Entitlement, Against(2), DIRECT, "makes accounts that shared channels do not need"),
    row(&[("need", "both")], DirectConnect, Against(3), DIRECT, "covers the channels; for the applications another way is needed beside it"),

    row(&[("upkeep", "hand")], Invitation, For(1), OURS, "everything stays in our hands"),
    row(&[("upkeep", "hand")], Bulk, For(1), OURS, "everything stays in our hands"),
    row(&[("upkeep", "automatic")], Sync, For(4), SYNC, "accounts are made, changed and removed as the source changes"),
    row(&[("upkeep", "automatic")], Invitation, Out, TENANTS, "after the invitation nothing follows the home tenant by itself"),
    row(&[("upkeep", "automatic")], Bulk, Out, TENANTS, "a file is a one-time act; the next one has to be made by somebody"),
    row(&[("upkeep", "automatic")], DirectConnect, For(1), DIRECT, "there is no account to keep"),
    row(&[("upkeep", "automatic")], Entitlement, Against(3), PACKAGE, "accounts come and go with packages, but do not follow the home tenant"),
    row(&[("upkeep", "request")], Entitlement, For(4), PACKAGE, "people ask for a package themselves, also such whom we do not know yet"),
    row(&[("upkeep", "request")], Sync, Against(3), SYNC, "the source decides who comes; nobody asks"),
    row(&[("upkeep", "request")], Invitation, Against(1), PACKAGE, "we must know the addresses before"),
    row(&[("upkeep", "request")], Bulk, Against(2), PACKAGE, "we must know the addresses before"),

    row(&[("removal", "source")], Sync, For(3), SYNC, "who leaves over there is soft-deleted here by a cycle"),
    row(&[("removal", "source")], DirectConnect, For(2), DIRECT, "no account is left here when the one at home ends"),
    row(&[("removal", "source")], Invitation, Out, TENANTS, "the guest object stays when the person leaves over there"),
    row(&[("removal", "source")], Bulk, Out, TENANTS, "the guest objects stay when people leave over there"),
    row(&[("removal", "source")], Entitlement, Against(2), PACKAGE, "it ends with the package, not with the account at home"),
    row(&[("removal", "date")], Entitlement, For(3), PACKAGE, "a package expires; without another the guest is blocked and then removed"),
    row(&[("removal", "date")], Invitation, Against(2), OURS, "it has no end date; somebody has to remember"),
    row(&[("removal", "date")], Bulk, Against(2), OURS, "it has no end date; somebody has to remember"),
    row(&[("removal", "date")], Sync, Against(2), OURS, "people stay as long as they are in scope of the source"),
    row(&[("removal", "date")], DirectConnect, Against(1), OURS, "the owner of the channel has to remember"),

    row(&[("approval", "yes")], Entitlement, For(3), PACKAGE, "approval is part of the policy of a package"),
    row(&[("approval", "yes")], Invitation, Against(1), OURS, "whoever may invite decides alone"),
    row(&[("approval", "yes")], Bulk, Against(1), OURS, "whoever has the file decides alone"),
    row(&[("approval", "yes")], Sync, Against(2), OURS, "the source decides alone whom it puts in scope"),
    row(&[("approval", "yes")], DirectConnect, Against(1), OURS, "the owner of the channel decides alone"),

    row(&[("partner", "yes")], Sync, For(1), SYNC, "the source can be configured over there"),
    row(&[("partner", "yes")], DirectConnect, For(1), DIRECT, "their outbound can be opened"),
    row(&[("partner", "no")], Sync, Out, SYNC, "it runs in the source tenant and has to be configured there"),
    row(&[("partner", "no")], DirectConnect, Out, DIRECT, "their outbound starts shut, and only they can open it"),

    row(&[("licence", "free")], Sync, Out, SYNC, "every synchronised user needs P1 in the source"),
    row(&[("licence", "free")], DirectConnect, Out, ACCESS, "it wants P1 on both sides"),
    row(&[("licence", "free")], Entitlement, Out, LICENCE, "it needs P2 or Governance"),
    row(&[("licence", "p1")], Entitlement, Out, LICENCE, "P1 is not enough: it needs P2 or Governance"),
    row(&[("licence", "governance")], Entitlement, For(1), LICENCE, "the licence is there; which parts P2 covers, pages tell differently"),

    row(&[("cloud", "government")], DirectConnect, Out, ACCESS, "it does not reach another cloud"),
    row(&[("cloud", "government")], Sync, Against(1), PAIRS, "the pair is listed, without groups and managers, and with more set-up"),
    row(&[("cloud", "government"), ("licence", "p1")], Sync, Out, SYNC, "across clouds each user needs Governance or Suite"),
    row(&[("cloud", "to-china")], DirectConnect, Out, ACCESS, "it does not reach another cloud"),
    row(&[("cloud", "to-china")], Sync, Against(1), PAIRS, "the pair is listed in this direction, without groups and managers"),
    row(&[("cloud", "to-china"), ("licence", "p1")], Sync, Out, SYNC, "across clouds each user needs Governance or Suite"),
    row(&[("cloud", "from-china")], DirectConnect, Out, ACCESS, "it does not reach another cloud"),
    row(&[("cloud", "from-china")], Sync, Out, PAIRS, "the pair is not listed in this direction"),

    row(&[("accounts", "other")], Sync, Out, SYNC, "the source must be an Entra tenant"),
    row(&[("accounts", "other")], DirectConnect, Out, DIRECT, "it is an agreement between Entra tenants"),
    row(&[("accounts", "other")], Entitlement, For(1), PACKAGE, "it can take people without an Entra tenant"),
    row(&[("accounts", "other")], Invitation, For(1), INVITE, "any address can be invited"),
    row(&[("accounts", "other")], Bulk, For(1), FILE, "any kind of account can be in the file"),
];
