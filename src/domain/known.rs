use super::{AppId, Guid, TenantId};

/// A Microsoft application whose client id is published.
#[derive(Clone, Copy, Debug)]
pub struct KnownApp {
    /// Its client id.
    pub id: AppId,
    /// Its name.
    pub name: &'static str,
    /// Whether the portal lets one pick it; others are set through Graph only.
    pub in_portal: bool,
}

const fn app(bits: u128, name: &'static str, in_portal: bool) -> KnownApp {
    KnownApp { id: AppId(Guid::from_u128(bits)), name, in_portal }
}

/// Applications worth knowing by name, because cross-tenant access depends on them.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
/// for the first six, …/cross-tenant-access-overview.md for the next two, …/tenant-restrictions-v2.md
/// for the rest.
#[rustfmt::skip]
pub const KNOWN_APPS: &[KnownApp] = &[
    app(0x2793_995e_0a7d_40d7_bd35_6968_ba14_2197, "My Apps", true),
    app(0x0000_000c_0000_0000_c000_0000_0000_0000, "Microsoft App Access Panel", false),
    app(0x8c59_ead7_d703_4a27_9e55_c96a_0054_c8d2, "My Profile", true),
    app(0x19db_86c3_b2b9_44cc_b339_36da_233a_3be2, "My Sign-ins", false),
    app(0xc44b_4083_3bb0_49c1_b47d_974e_53cb_df3c, "Azure portal and Entra admin center", true),
    app(0x80cc_ca67_54bd_44ab_8625_4b79_c4dc_7775, "Defender, Intune and Purview portals", true),
    app(0x0000_0012_0000_0000_c000_0000_0000_0000, "Azure Rights Management", true),
    app(0xd527_92f4_ba38_424d_8140_ada5_b883_f293, "Terms of Use", true),
    app(0x18fb_ca16_2224_45f6_85b0_f7bf_2b39_b3f3, "Microsoft Learn", true),
    app(0x195e_7f27_02f9_4045_9a91_cd2f_a1c2_af2f, "Enterprise Skills Initiative", true),
];

/// Looks a published application up.
pub fn known_app(id: AppId) -> Option<&'static KnownApp> {
    KNOWN_APPS.iter().find(|known| known.id == id)
}

/// The applications the Office 365 suite is known to hold: Teams, `SharePoint` and Exchange.
///
/// That the suite holds them is documented; it holds more, and no page that was read lists all of
/// them with their ids.
///
/// Source: MicrosoftDocs/microsoft-365-docs:microsoft-365/solutions/collaborate-teams-direct-connect.md
/// for what it holds, …/verify-first-party-apps-sign-in.md as below for the ids.
pub const OFFICE_365_APPS: &[(AppId, &str)] = &[
    (AppId(Guid::from_u128(0xcc15_fd57_2c6c_4117_a88c_83b1_d56b_4bbe)), "Microsoft Teams"),
    (AppId(Guid::from_u128(0x0000_0003_0000_0ff1_ce00_0000_0000_0000)), "SharePoint Online"),
    (AppId(Guid::from_u128(0x0000_0002_0000_0ff1_ce00_0000_0000_0000)), "Exchange Online"),
];

/// The tenants of Microsoft that register its own applications.
///
/// Source: MicrosoftDocs/SupportArticles-docs:support/entra/entra-id/governance/verify-first-party-apps-sign-in.md
pub const MICROSOFT_TENANTS: [TenantId; 2] = [
    TenantId(Guid::from_u128(0xf8cd_ef31_a31e_4b4a_93e4_5f57_1e91_255a)),
    TenantId(Guid::from_u128(0x72f9_88bf_86f1_41af_91ab_2d7c_d011_db47)),
];

/// Whether an application is known to belong to the Office 365 suite.
pub fn is_office_365(id: AppId) -> bool {
    OFFICE_365_APPS.iter().any(|(known, _)| *known == id)
}
