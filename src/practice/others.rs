//! The partners of our tenants other than Alpha Corp.

use super::row::{
    CHANNELS_IN, CHANNELS_OUT, EVERY_CLAIM, MFA, MFA_AND_DEVICE, Row, Says, What, Who, Whom,
    guests_in, guests_out, row,
};
use crate::domain::SyncKind;

const MERGER_TEAM: Who = Who::Only(&[Whom::Group("Merger Team")]);
const CONTRACTS: Says = guests_in(Who::Everyone, What::Only(&["Contracts"]));

/// Beta Ltd lets nobody in by default, so each partner says who may.
pub const BETA: &[Row] = &[
    row(
        "Alpha Corp",
        "alphacorp.com",
        &[
            MFA,
            guests_in(MERGER_TEAM, What::Only(&["Deal Room"])),
            guests_out(MERGER_TEAM, What::Only(&["Merger Data Room", "Wiki"])),
            CHANNELS_IN,
            CHANNELS_OUT,
            Says::Redeem(Some(true), None),
        ],
    )
    .note("Legal", "Merger in preparation", "BM-1", "2027-01-31"),
    row(
        "Sentinel Partners",
        "sentinelpartners.com",
        &[
            MFA_AND_DEVICE,
            guests_in(
                Who::Only(&[Whom::Group("Alpha-Beta Engagement")]),
                What::Only(&["Deal Room"]),
            ),
        ],
    )
    .told_by("engagement lead of Sentinel Partners, letter of 2026-02-03")
    .note("Legal", "Advises on the merger with Alpha Corp", "BM-2", "2026-12-15"),
    row("Coldharbour Logistics", "coldharbour.example", &[MFA, CONTRACTS]),
    row("Larkspur Insurance", "larkspurinsurance.example", &[CONTRACTS]),
    row("Amberley Plastics", "amberleyplastics.example", &[MFA, CONTRACTS]),
    row(
        "Birchmoor Tooling",
        "birchmoor.example",
        &[
            MFA,
            guests_in(
                Who::Only(&[Whom::Group("Service Engineers")]),
                What::Only(&["Machine Hall", "Quality Records"]),
            ),
        ],
    )
    .told_by("service desk of Birchmoor, mail of 2025-08-20")
    .note("Operations", "Maintains the presses", "OPS-17", "2026-08-20"),
    row("Cinderpath Software", "cinderpath.example", &[MFA, CHANNELS_IN, CHANNELS_OUT, CONTRACTS]),
    row("Dovecote Nurseries", "dovecotenurseries.example", &[CONTRACTS]),
    row("Elmstead Motors", "elmsteadmotors.example", &[MFA, CONTRACTS]).note(
        "Sales",
        "Fleet customer",
        "SALES-5",
        "2026-10-31",
    ),
    row("Gantry & Gale Cranes", "gantryandgale.example", &[MFA, CONTRACTS]),
    row("Pebblecombe Dairy", "pebblecombe.example", &[CONTRACTS]),
    row(
        "Moorland Signs",
        "moorlandsigns.example",
        &[CONTRACTS, guests_out(Who::Only(&[Whom::Group("Sales Team")]), What::Anything)],
    ),
];

const REFERRALS: Says = guests_in(Who::Everyone, What::Only(&["Referrals"]));

/// Meridian Health, the target of the synchronisation.
pub const MERIDIAN: &[Row] = &[
    row(
        "CityClinic",
        "cityclinic.com",
        &[
            MFA_AND_DEVICE,
            guests_in(Who::Everyone, What::Anything),
            Says::Redeem(Some(true), None),
            Says::Sync(SyncKind::Users),
        ],
    )
    .note("Digital", "Clinical staff are synchronised in", "MH-100", "2027-02-28"),
    row(
        "Harlan Veterans Care Network",
        "harlanveterans.example",
        &[MFA, guests_in(Who::Only(&[Whom::Group("Transfer Desk")]), What::Only(&["Referrals"]))],
    )
    .us_government()
    .told_by("transfer desk of Harlan, mail of 2026-04-02")
    .note("Medical Director", "Patients returning from service", "MH-118", "2026-10-02"),
    row(
        "Brightwater Imaging",
        "brightwaterimaging.example",
        &[MFA, guests_in(Who::Everyone, What::Only(&["Imaging Archive"]))],
    )
    .note("Medical Director", "Reads images at night", "MH-61", "2026-09-01"),
    row("Cedarline Diagnostics", "cedarline.example", &[MFA, REFERRALS]),
    row(
        "Evergate Ambulance Service",
        "evergateambulance.example",
        &[MFA, CHANNELS_IN, CHANNELS_OUT],
    ),
    row("Fernhill Hospice", "fernhillhospice.example", &[REFERRALS]),
    row("Lumen Valley Genomics", "lumenvalley.example", &[MFA_AND_DEVICE]),
    row(
        "Oakhaven Pharmacy Supply",
        "oakhaven.example",
        &[MFA, guests_in(Who::Everyone, What::Only(&["Pharmacy Orders"]))],
    ),
    row(
        "St. Alder's University Hospital",
        "stalders.example",
        &[EVERY_CLAIM, CHANNELS_IN, CHANNELS_OUT],
    ),
    row("Rivermouth Health Insurance", "rivermouth.example", &[MFA]),
];

/// The clinic, its source.
pub const CITY: &[Row] = &[
    row("Meridian Health", "meridianhealth.com", &[MFA, Says::Redeem(None, Some(true))]).note(
        "IT",
        "Our clinical staff are synchronised there",
        "CC-8",
        "2027-02-28",
    ),
    row("Brightwater Imaging", "brightwaterimaging.example", &[MFA]),
    row(
        "Evergate Ambulance Service",
        "evergateambulance.example",
        &[MFA, CHANNELS_IN, CHANNELS_OUT],
    ),
    row("Tansy Street Dental", "tansystreetdental.example", &[MFA]),
];
