//! Inheritance: the one place where it is decided which layer speaks.
//!
//! Each top-level property of a partner that is absent takes the default's value; one that is
//! present replaces it outright. Target lists of default and partner are never combined.
//!
//! Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicyconfigurationpartner.md

use std::sync::Arc;

use crate::domain::{
    B2b, B2bSetting, Configuration, CrossTenantAccessPolicy, DefaultConfiguration, Extra, Half,
    Partner, Setting, Subject, TargetConfiguration, service_default,
};

/// Who spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The partner's own setting.
    Partner,
    /// The tenant's default, changed by its administrators.
    Default,
    /// The service's default.
    ServiceDefault,
}

impl Layer {
    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Layer::Partner => "partner",
            Layer::Default => "default",
            Layer::ServiceDefault => "serviceDefault",
        }
    }

    /// The word for people.
    pub fn title(self) -> &'static str {
        match self {
            Layer::Partner => "this partner",
            Layer::Default => "the default",
            Layer::ServiceDefault => "service default",
        }
    }
}

/// A value in force, and who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective<T> {
    /// The value.
    pub value: T,
    /// Who spoke.
    pub layer: Layer,
}

/// What a tenant says of one subject, looked up once.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'p> {
    partner: Option<&'p Partner>,
    default: Option<&'p DefaultConfiguration>,
}

impl<'p> Layers<'p> {
    /// Looks a subject up.
    pub fn of(policy: &'p CrossTenantAccessPolicy, subject: Subject) -> Self {
        let partner = match subject {
            Subject::Partner(id) => policy.partners.get(&id).map(Arc::as_ref),
            Subject::Default => None,
        };
        Layers { partner, default: policy.default.as_deref() }
    }

    /// The partner, where it is one.
    pub fn partner(self) -> Option<&'p Partner> {
        self.partner
    }

    /// Nearest first.
    fn all(self) -> impl Iterator<Item = (&'p Configuration, Layer)> {
        let default = self.default.map(|default| {
            let untouched = default.is_service_default == Some(true);
            let layer = if untouched { Layer::ServiceDefault } else { Layer::Default };
            (&default.configuration, layer)
        });
        let partner = self.partner.map(|partner| (&partner.configuration, Layer::Partner));
        let service = std::iter::once((service_default(), Layer::ServiceDefault));
        partner.into_iter().chain(default).chain(service)
    }

    /// See [`resolve_half`].
    pub fn half(self, setting: B2b, half: Half) -> Option<Effective<&'p TargetConfiguration>> {
        self.all().find_map(|(configuration, layer)| {
            let value = configuration.b2b(setting)?.half(half)?;
            Some(Effective { value, layer })
        })
    }

    /// See [`resolve_bool`].
    pub fn switch(self, setting: Setting) -> Option<Effective<bool>> {
        let found = match setting {
            Setting::Half(..) => return None,
            Setting::Trust(claim) => self
                .all()
                .find_map(|(c, layer)| Some((c.inbound_trust.as_ref()?.claim(claim)?, layer))),
            Setting::Consent(direction) => self.all().find_map(|(c, layer)| {
                Some((c.automatic_user_consent.as_ref()?.direction(direction)?, layer))
            }),
            Setting::Sync(kind) => self
                .partner
                .and_then(|partner| partner.identity_synchronization.as_ref()?.is_allowed(kind))
                .map(|value| (value, Layer::Partner)),
        };
        let (value, layer) = found.unwrap_or((false, Layer::ServiceDefault));
        Some(Effective { value, layer })
    }
}

/// The service default has every setting (a test holds it to that), so this is never seen.
static NOTHING: B2bSetting =
    B2bSetting { users_and_groups: None, applications: None, extra: Extra::none() };

/// One of the five settings as a whole, as the speaking layer wrote it.
pub fn resolve_b2b(
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    setting: B2b,
) -> Effective<&B2bSetting> {
    for (configuration, layer) in Layers::of(policy, subject).all() {
        if let Some(value) = configuration.b2b(setting) {
            return Effective { value, layer };
        }
    }
    Effective { value: &NOTHING, layer: Layer::ServiceDefault }
}

/// One half of a setting.
///
/// A setting with one half missing is accepted and shown back by the service; what the missing half
/// means is not documented. It is taken from the same half of the next layer, because "null
/// inherits" is the only stated principle.
pub fn resolve_half(
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    setting: B2b,
    half: Half,
) -> Option<Effective<&TargetConfiguration>> {
    Layers::of(policy, subject).half(setting, half)
}

/// A setting that is a switch: trust, automatic redemption, synchronisation.
///
/// A boolean left out of a partner's `inboundTrust` is inherited like a whole property that is left
/// out (not documented; the same principle). Automatic redemption and synchronisation exist on
/// partners only: the default says no. A half is not a switch and yields `None`.
pub fn resolve_bool(
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    setting: Setting,
) -> Option<Effective<bool>> {
    Layers::of(policy, subject).switch(setting)
}
