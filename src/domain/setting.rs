/// Which way people go, seen from the tenant whose settings we look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// They come to us.
    Inbound,
    /// We go to them.
    Outbound,
}

/// The five settings that consist of a people's and an applications' half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum B2b {
    /// Their users as guests here.
    CollaborationInbound,
    /// Our users as guests there.
    CollaborationOutbound,
    /// Their users in our shared channels.
    DirectConnectInbound,
    /// Our users in their shared channels.
    DirectConnectOutbound,
    /// Their accounts on our devices and network.
    TenantRestrictions,
}

impl B2b {
    /// All five.
    pub const ALL: [B2b; 5] = [
        B2b::CollaborationInbound,
        B2b::CollaborationOutbound,
        B2b::DirectConnectInbound,
        B2b::DirectConnectOutbound,
        B2b::TenantRestrictions,
    ];

    /// Whose directory the user and group ids of this setting belong to: inbound ids are the
    /// partner's, outbound ids are ours.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
    pub fn people_are(self) -> Direction {
        match self {
            B2b::CollaborationInbound | B2b::DirectConnectInbound | B2b::TenantRestrictions => {
                Direction::Inbound
            }
            B2b::CollaborationOutbound | B2b::DirectConnectOutbound => Direction::Outbound,
        }
    }

    /// Graph's property name.
    pub fn property(self) -> &'static str {
        match self {
            B2b::CollaborationInbound => "b2bCollaborationInbound",
            B2b::CollaborationOutbound => "b2bCollaborationOutbound",
            B2b::DirectConnectInbound => "b2bDirectConnectInbound",
            B2b::DirectConnectOutbound => "b2bDirectConnectOutbound",
            B2b::TenantRestrictions => "tenantRestrictions",
        }
    }

    /// The name people use.
    pub fn title(self) -> &'static str {
        match self {
            B2b::CollaborationInbound => "inbound B2B collaboration",
            B2b::CollaborationOutbound => "outbound B2B collaboration",
            B2b::DirectConnectInbound => "inbound B2B direct connect",
            B2b::DirectConnectOutbound => "outbound B2B direct connect",
            B2b::TenantRestrictions => "tenant restrictions",
        }
    }
}

/// The halves of a [`B2b`] setting.
///
/// They are read together: with `U` for "the user is listed" and `A` for "the app is listed",
/// allowed/allowed passes `U and A`, allowed/blocked `U and not A`, blocked/allowed `not U and A`,
/// and blocked/blocked `not (U and A)`: two block lists do not add up.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicy-overview.md
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// Who.
    UsersAndGroups,
    /// What.
    Applications,
}

impl Half {
    /// Both.
    pub const BOTH: [Half; 2] = [Half::UsersAndGroups, Half::Applications];

    /// Graph's property name.
    pub fn property(self) -> &'static str {
        match self {
            Half::UsersAndGroups => "usersAndGroups",
            Half::Applications => "applications",
        }
    }

    /// The other half.
    pub fn other(self) -> Half {
        match self {
            Half::UsersAndGroups => Half::Applications,
            Half::Applications => Half::UsersAndGroups,
        }
    }
}

/// A claim of the home tenant that may count here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// Multifactor authentication.
    Mfa,
    /// A compliant device.
    CompliantDevice,
    /// A hybrid joined device.
    HybridJoinedDevice,
}

impl Claim {
    /// All three.
    pub const ALL: [Claim; 3] = [Claim::Mfa, Claim::CompliantDevice, Claim::HybridJoinedDevice];
}

/// What may be synchronised in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyncKind {
    /// Users.
    Users,
    /// Groups (beta).
    Groups,
}

/// One decision a default or a partner can hold: a cell of the settings matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// One half of one of the five settings.
    Half(B2b, Half),
    /// Whether a claim counts.
    Trust(Claim),
    /// Whether the consent prompt is suppressed.
    Consent(Direction),
    /// Whether synchronisation into this tenant is allowed.
    Sync(SyncKind),
}

/// What is known about a [`Setting`]: the row that screens, help and command line read.
#[derive(Clone, Copy, Debug)]
pub struct SettingRow {
    /// The setting.
    pub setting: Setting,
    /// Graph's property path, as `detente set` takes it.
    pub path: &'static str,
    /// The name people use.
    pub title: &'static str,
    /// What it decides, in a sentence.
    pub help: &'static str,
    /// Where the fact comes from.
    pub source: &'static str,
}

const COLLABORATION: &str =
    "MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml";
const DIRECT: &str =
    "MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-direct-connect.md";
const RESTRICTIONS: &str = "MicrosoftDocs/entra-docs:docs/external-id/tenant-restrictions-v2.md";
const TRUST: &str =
    "MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md";
const REDEMPTION: &str = "MicrosoftDocs/entra-docs:docs/includes/automatic-redemption-include.md";
const SYNC: &str = "MicrosoftDocs/entra-docs:docs/includes/cross-tenant-synchronization-include.md";

macro_rules! rows {
    ($($setting:expr, $path:literal, $title:literal, $source:expr, $help:literal;)+) => {
        &[$(SettingRow {
            setting: $setting, path: $path, title: $title, help: $help,
            source: $source,
        }),+]
    };
}

/// Every setting, in the order screens show them.
#[rustfmt::skip]
pub const SETTINGS: &[SettingRow] = rows![
    Setting::Half(B2b::CollaborationInbound, Half::UsersAndGroups), "b2bCollaborationInbound.usersAndGroups", "inbound collaboration, who", COLLABORATION,
        "Which of their people may be guests here. Their user and group ids belong to their tenant.";
    Setting::Half(B2b::CollaborationInbound, Half::Applications), "b2bCollaborationInbound.applications", "inbound collaboration, what", COLLABORATION,
        "Which of our applications their guests may open.";
    Setting::Half(B2b::CollaborationOutbound, Half::UsersAndGroups), "b2bCollaborationOutbound.usersAndGroups", "outbound collaboration, who", COLLABORATION,
        "Which of our people may be guests there.";
    Setting::Half(B2b::CollaborationOutbound, Half::Applications), "b2bCollaborationOutbound.applications", "outbound collaboration, what", COLLABORATION,
        "Which of their applications our people may open as guests.";
    Setting::Half(B2b::DirectConnectInbound, Half::UsersAndGroups), "b2bDirectConnectInbound.usersAndGroups", "inbound direct connect, who", DIRECT,
        "Which of their people may join our Teams shared channels, without a guest object. Their outbound must allow it too.";
    Setting::Half(B2b::DirectConnectInbound, Half::Applications), "b2bDirectConnectInbound.applications", "inbound direct connect, what", DIRECT,
        "Which of our applications direct connect reaches. Shared channels want Office365 as a whole.";
    Setting::Half(B2b::DirectConnectOutbound, Half::UsersAndGroups), "b2bDirectConnectOutbound.usersAndGroups", "outbound direct connect, who", DIRECT,
        "Which of our people may join their shared channels. Their inbound must allow it too.";
    Setting::Half(B2b::DirectConnectOutbound, Half::Applications), "b2bDirectConnectOutbound.applications", "outbound direct connect, what", DIRECT,
        "Which of their applications our people reach by direct connect.";
    Setting::Half(B2b::TenantRestrictions, Half::UsersAndGroups), "tenantRestrictions.usersAndGroups", "tenant restrictions, who", RESTRICTIONS,
        "Which of their accounts may be used on our network and devices. Enforced only on tagged requests.";
    Setting::Half(B2b::TenantRestrictions, Half::Applications), "tenantRestrictions.applications", "tenant restrictions, what", RESTRICTIONS,
        "Which external applications such accounts may open from our network and devices.";
    Setting::Trust(Claim::Mfa), "inboundTrust.isMfaAccepted", "trust MFA", TRUST,
        "MFA done in their tenant counts here. It never waives a policy; it says whose proof counts.";
    Setting::Trust(Claim::CompliantDevice), "inboundTrust.isCompliantDeviceAccepted", "trust compliant devices", TRUST,
        "A device compliant in their tenant counts here. Without it a policy that wants one blocks their people.";
    Setting::Trust(Claim::HybridJoinedDevice), "inboundTrust.isHybridAzureADJoinedDeviceAccepted", "trust hybrid joined devices", TRUST,
        "A device hybrid joined in their tenant counts here.";
    Setting::Consent(Direction::Inbound), "automaticUserConsentSettings.inboundAllowed", "automatic redemption inbound", REDEMPTION,
        "Their people see no consent prompt here, provided their outbound switch is on as well.";
    Setting::Consent(Direction::Outbound), "automaticUserConsentSettings.outboundAllowed", "automatic redemption outbound", REDEMPTION,
        "Our people see no consent prompt there, provided their inbound switch is on as well.";
    Setting::Sync(SyncKind::Users), "identitySynchronization.userSyncInbound.isSyncAllowed", "synchronise users in", SYNC,
        "Their tenant may create, change and remove users here. It needs automatic redemption on both sides.";
    Setting::Sync(SyncKind::Groups), "identitySynchronization.groupSyncInbound.isSyncAllowed", "synchronise groups in", SYNC,
        "Their tenant may create groups here (beta, same cloud only).";
];

impl Setting {
    /// The row of this setting.
    pub fn row(self) -> &'static SettingRow {
        static NONE: SettingRow = SettingRow {
            setting: Setting::Trust(Claim::Mfa),
            path: "",
            title: "",
            help: "",
            source: "",
        };
        // Every setting has its row; a test holds the table to that.
        SETTINGS.iter().find(|row| row.setting == self).unwrap_or(&NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_one_row_with_a_path_of_its_own() {
        let mut all: Vec<Setting> = Vec::new();
        for b2b in B2b::ALL {
            all.extend(Half::BOTH.map(|half| Setting::Half(b2b, half)));
        }
        all.extend(Claim::ALL.map(Setting::Trust));
        all.extend([Direction::Inbound, Direction::Outbound].map(Setting::Consent));
        all.extend([SyncKind::Users, SyncKind::Groups].map(Setting::Sync));
        assert_eq!(all.len(), SETTINGS.len());
        for setting in all {
            let row = setting.row();
            assert_eq!(row.setting, setting);
            let alike = SETTINGS.iter().filter(|other| other.path == row.path).count();
            assert_eq!(alike, 1, "{}", row.path);
            assert!(row.help.ends_with('.') && row.source.contains(':'), "{}", row.path);
        }
    }
}
