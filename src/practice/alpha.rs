//! The partners of Alpha Corp.

use super::row::{
    CHANNELS_IN, CHANNELS_OUT, CLOSED_IN, CLOSED_OUT, EVERY_CLAIM, MFA, MFA_AND_DEVICE, Row, Says,
    What, Who, Whom, channels_in, guests_in, guests_out, row,
};
use crate::domain::{B2b, SyncKind};

const MERGER_TEAM: Who = Who::Only(&[Whom::Group("Merger Team")]);
const SALES: Who = Who::Only(&[Whom::Group("Sales Team")]);

/// As an export shows properties that are not documented outside the beta.
const MEETINGS: Says = Says::Unknown(
    "crossCloudMeetingConfiguration",
    r#"{"inboundAllowed":null,"outboundAllowed":null}"#,
);
const CONTENT: Says =
    Says::Unknown("protectedContentSharing", r#"{"inboundAllowed":null,"outboundAllowed":null}"#);
const PEOPLE_SEARCH: Says = Says::Unknown(
    "m365CollaborationInbound",
    r#"{"users":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]}}"#,
);

/// What was imported for Alpha Corp.
pub const PARTNERS: &[Row] = &[
    // The merger and who helps with it.
    row(
        "Beta Ltd",
        "betaltd.com",
        &[
            MFA,
            guests_in(MERGER_TEAM, What::Only(&["Merger Data Room", "Wiki"])),
            guests_out(MERGER_TEAM, What::Only(&["Deal Room"])),
            CHANNELS_IN,
            CHANNELS_OUT,
            Says::Redeem(Some(true), Some(true)),
        ],
    )
    .note("Legal", "Merger in preparation; day one is planned", "MRG-1", "2027-01-31"),
    row(
        "Sentinel Partners",
        "sentinelpartners.com",
        &[
            MFA_AND_DEVICE,
            guests_in(
                Who::Only(&[Whom::Group("Alpha-Beta Engagement")]),
                What::Only(&["Merger Data Room"]),
            ),
            guests_out(MERGER_TEAM, What::Only(&["Engagement Portal"])),
        ],
    )
    .told_by("engagement lead of Sentinel Partners, letter of 2026-02-03")
    .note("Legal", "Advises on the merger with Beta Ltd", "MRG-4", "2026-12-15"),
    // The family: one multitenant organisation.
    row(
        "Alpha Nordics",
        "alphanordics.example",
        &[
            EVERY_CLAIM,
            guests_in(Who::Everyone, What::Anything),
            CHANNELS_IN,
            CHANNELS_OUT,
            Says::Redeem(Some(true), Some(true)),
            Says::Sync(SyncKind::Users),
            Says::Organization,
            PEOPLE_SEARCH,
            MEETINGS,
        ],
    )
    .note("IT", "Subsidiary; its people are synchronised in", "ORG-12", "2027-03-01"),
    row(
        "Alpha Iberia",
        "alphaiberia.example",
        &[EVERY_CLAIM, Says::Redeem(Some(true), Some(true)), Says::Organization, PEOPLE_SEARCH],
    )
    .note("IT", "Subsidiary with its own administrators", "ORG-13", "2027-03-01"),
    row("Alpha Retail", "alpharetail.example", &[EVERY_CLAIM, CHANNELS_IN, Says::Organization]),
    // Advisers.
    row(
        "Harbour & Quill LLP",
        "harbourquill.example",
        &[
            MFA,
            guests_in(
                Who::Only(&[Whom::Group("Matter 2207"), Whom::User("e.ravenscroft")]),
                What::Only(&["Merger Data Room", "Board Papers"]),
            ),
        ],
    )
    .told_by("IT desk of Harbour & Quill, call of 2026-01-19")
    .note("Legal", "Outside counsel", "LEG-88", "2026-11-30"),
    row("Bramblewick Accountants", "bramblewick.example", &[MFA]).note(
        "Finance",
        "Year-end audit",
        "FIN-210",
        "2026-10-01",
    ),
    row("Larkspur Insurance", "larkspurinsurance.example", &[MFA]),
    row("Silverbirch Analytics", "silverbirch.example", &[MFA, MEETINGS]),
    row("Inkwell Patents", "inkwellpatents.example", &[MFA]),
    // Suppliers.
    row(
        "Coldharbour Logistics",
        "coldharbour.example",
        &[
            MFA,
            guests_in(
                Who::Only(&[Whom::Group("Dispatch")]),
                What::Only(&["Warehouse", "Supplier Portal"]),
            ),
        ],
    )
    .told_by("dispatch office of Coldharbour, mail of 2025-09-12")
    .note("Operations", "Freight and storage", "SUP-31", "2026-09-01"),
    row("Osprey Freight", "ospreyfreight.example", &[]),
    row(
        "Quarrystone Cement",
        "quarrystone.example",
        &[guests_in(Who::Everyone, What::Only(&["Supplier Portal"]))],
    ),
    row(
        "Thistledown Textiles",
        "thistledown.example",
        &[MFA, guests_in(Who::Everyone, What::Only(&["Supplier Portal", "Design Vault"]))],
    )
    .note("Operations", "Uniforms; sees drawings", "SUP-44", "2026-08-15"),
    row(
        "Velmont Foods",
        "velmontfoods.example",
        &[MFA, guests_out(SALES, What::Only(&["Order Desk", "Forecast Board", "Recipe Archive"]))],
    )
    .told_by("account manager at Velmont, mail of 2025-11-05")
    .note("Sales", "Largest customer; we work in their order desk", "SAL-7", "2026-11-05"),
    row("Pemberly Catering", "pemberlycatering.example", &[MFA]),
    row("Ironmere Steelworks", "ironmere.example", &[MFA]),
    row("Copperline Electrical", "copperline.example", &[MFA, CONTENT]),
    row("Umber & Sons Joinery", "umberandsons.example", &[MFA]),
    row("Marrowby Print", "marrowby.example", &[MFA]),
    row("Fenwater Utilities", "fenwater.example", &[MFA]),
    row("Saltmarsh Telecom", "saltmarsh.example", &[MFA]),
    row(
        "Blackthorn Cloud Services",
        "blackthorncloud.example",
        &[MFA_AND_DEVICE, Says::ServiceProvider],
    )
    .note("IT", "Runs our licences with delegated administration", "IT-301", "2026-12-01"),
    // Projects.
    row(
        "Glasshouse Robotics",
        "glasshouserobotics.example",
        &[
            MFA_AND_DEVICE,
            guests_in(Who::Only(&[Whom::Group("Project Anvil")]), What::Only(&["Design Vault"])),
            channels_in(Who::Only(&[Whom::Group("Project Anvil")])),
            CHANNELS_OUT,
        ],
    )
    .told_by("project office of Glasshouse, mail of 2026-03-22")
    .note("Engineering", "Joint development", "ENG-19", "2026-09-30"),
    row("Kestrel Bay Energy", "kestrelbay.example", &[MFA, guests_out(SALES, What::Anything)]),
    row("Juniper Row Design", "juniperrow.example", &[MFA, CHANNELS_IN, CHANNELS_OUT]).note(
        "Sales",
        "Campaigns in shared channels",
        "SAL-52",
        "2026-10-10",
    ),
    row("Highfell Outdoor", "highfell.example", &[CHANNELS_IN]),
    row("Wrenfield Schools Trust", "wrenfieldtrust.example", &[MFA, CHANNELS_IN, CHANNELS_OUT]),
    row("Dunmere Aviation", "dunmere.example", &[MFA, guests_out(SALES, What::Anything)]),
    row(
        "Ashgrove Recruitment",
        "ashgrove.example",
        &[guests_in(Who::Everyone, What::Only(&["Service Desk"]))],
    )
    .note("People", "Hiring project; ended in spring", "PPL-9", "2026-06-30"),
    row("Orchardgate Bank", "orchardgate.example", &[MFA]),
    row("Pinecrest Payments", "pinecrestpayments.example", &[MFA, CONTENT]),
    row("Grey Heron Media", "greyheronmedia.example", &[CLOSED_IN, CLOSED_OUT]).note(
        "Legal",
        "Dispute; closed both ways",
        "LEG-90",
        "2026-12-31",
    ),
    // Mistakes worth finding, see `MISTAKES`.
    row(
        "Tern & Tide Studios",
        "ternandtide.example",
        &[MFA, guests_in(Who::Everyone, What::Anything), Says::Sync(SyncKind::Users)],
    )
    .note(
        "IT",
        "Bought last year; its people are to be synchronised in",
        "ORG-21",
        "2026-09-15",
    ),
    row("Calder County Water Authority", "caldercountywater.example", &[MFA]).us_government(),
    row(
        "Foxley Translations",
        "foxley.example",
        &[MFA, Says::PeopleOnly(B2b::CollaborationInbound, Who::Everyone)],
    ),
    row(
        "Tidewell Marine",
        "tidewell.example",
        &[MFA, guests_in(Who::Only(&[Whom::WrongSide("All Employees")]), What::Anything)],
    ),
    row(
        "Rookhollow Security",
        "rookhollow.example",
        &[guests_in(Who::But(&[Whom::Group("Field Agents")]), What::But(&["Payroll"]))],
    )
    .told_by("site manager at Rookhollow, mail of 2025-07-01"),
    row(
        "Mistral Lane Travel",
        "mistrallane.example",
        &[MFA, guests_in(Who::But(&[Whom::Group("Temporary Staff")]), What::Nothing)],
    )
    .told_by("booking desk of Mistral Lane, call of 2025-10-28"),
    row(
        "Opaline Glass",
        "opalineglass.example",
        &[
            MFA,
            Says::Both(B2b::DirectConnectInbound, Who::Everyone, What::Only(&["Wiki"])),
            CHANNELS_OUT,
        ],
    ),
    row("Windlass Chandlery", "windlasschandlery.example", &[]),
    row(
        "Hollowbrook Pharma",
        "hollowbrook.example",
        &[MFA, guests_in(Who::Everyone, What::Only(&["Supplier Portal"]))],
    ),
    // An export names tenants by id; nobody has looked this one up yet.
    row("", "unnamed.example", &[MFA, MEETINGS]),
];

/// What is staged on top of what was imported.
#[derive(Clone, Copy, Debug)]
pub enum Staged {
    Added(Row),
    Removed(&'static str),
    Changed(&'static str, &'static [Says]),
}

/// What Alpha Corp is about to change.
pub const STAGED: &[Staged] = &[
    Staged::Changed("ospreyfreight.example", &[MFA]),
    Staged::Added(
        row(
            "Cobalt Quay Shipping",
            "cobaltquay.example",
            &[MFA, guests_in(Who::Only(&[Whom::Group("Quay Office")]), What::Only(&["Warehouse"]))],
        )
        .told_by("harbour office of Cobalt Quay, mail of 2026-05-18")
        .note("Operations", "Replaces Osprey Freight in part", "SUP-58", "2027-05-18"),
    ),
    Staged::Changed(
        "velmontfoods.example",
        &[guests_out(SALES, What::Only(&["Order Desk", "Forecast Board"]))],
    ),
    Staged::Changed("ashgrove.example", &[CLOSED_IN]),
    Staged::Changed("kestrelbay.example", &[CHANNELS_IN, CHANNELS_OUT]),
    Staged::Removed("marrowby.example"),
];
