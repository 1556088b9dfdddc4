use std::fmt;

use crate::domain::{
    AddressEntry, AllowInvitesFrom, B2b, B2bSetting, CloudEndpoint, DomainName, GuestLevel, Guid,
    Half, Note, ObjectId, Partner, RedemptionOrder, Setting, Subject, SyncConfiguration,
    TargetConfiguration, Tenant, TenantId,
};

/// One change of the draft (or of what we know besides).
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Replaces one of the five settings; `None` goes back to what is inherited.
    B2b {
        /// Whose policy.
        owner: TenantId,
        /// For whom.
        subject: Subject,
        /// Which setting.
        setting: B2b,
        /// The new value.
        value: Option<B2bSetting>,
    },
    /// Replaces one half of a setting. Where the setting was inherited it becomes an own one, and
    /// the other half is written down as it was in force: the service inherits whole properties.
    Half {
        /// Whose policy.
        owner: TenantId,
        /// For whom.
        subject: Subject,
        /// Which setting.
        setting: B2b,
        /// Which half of it.
        half: Half,
        /// The new value.
        value: TargetConfiguration,
    },
    /// Sets a switch (trust, automatic redemption, synchronisation); `None` goes back to what is
    /// inherited.
    Switch {
        /// Whose policy.
        owner: TenantId,
        /// For whom.
        subject: Subject,
        /// Which switch.
        setting: Setting,
        /// The new value.
        value: Option<bool>,
    },
    /// Puts the default back to the service default, partners stay as they are.
    ResetDefault {
        /// Whose policy.
        owner: TenantId,
    },
    /// Adds a partner.
    AddPartner {
        /// Whose policy.
        owner: TenantId,
        /// The partner and its settings.
        partner: Box<Partner>,
    },
    /// Removes a partner with all its settings; the default then holds for it.
    RemovePartner {
        /// Whose policy.
        owner: TenantId,
        /// The partner.
        partner: TenantId,
    },
    /// Sets which other clouds are worked with.
    CloudEndpoints {
        /// Whose policy.
        owner: TenantId,
        /// All of them.
        endpoints: Vec<CloudEndpoint>,
    },
    /// Sets the redemption order of the default.
    Redemption {
        /// Whose policy.
        owner: TenantId,
        /// The new order.
        order: RedemptionOrder,
    },
    /// Sets who may invite.
    InvitesFrom {
        /// Whose setting.
        owner: TenantId,
        /// The new value.
        value: AllowInvitesFrom,
    },
    /// Sets what guests see.
    GuestLevel {
        /// Whose setting.
        owner: TenantId,
        /// The new value.
        value: GuestLevel,
    },
    /// Sets the domain list: one list at most may hold something.
    Domains {
        /// Whose setting.
        owner: TenantId,
        /// Only these may be invited.
        allowed: Vec<DomainName>,
        /// These may not be invited.
        blocked: Vec<DomainName>,
    },
    /// Switches self-service sign-up by user flows.
    SelfServiceSignUp {
        /// Whose setting.
        owner: TenantId,
        /// The new value.
        value: bool,
    },
    /// Lets guests leave by themselves, or not.
    AllowLeave {
        /// Whose setting.
        owner: TenantId,
        /// The new value.
        value: bool,
    },
    /// Writes a note on a partner; `None` removes it.
    Note {
        /// Our tenant.
        owner: TenantId,
        /// The partner.
        partner: TenantId,
        /// The new note.
        note: Option<Note>,
    },
    /// Files a foreign id in the address book; `None` removes it.
    Address {
        /// The id.
        id: Guid,
        /// What it is.
        entry: Option<AddressEntry>,
    },
    /// Adds or replaces a configuration of cross-tenant synchronisation; `None` removes it.
    Synchronization {
        /// Its service principal.
        id: ObjectId,
        /// What it says.
        configuration: Option<Box<SyncConfiguration>>,
    },
    /// Makes a tenant known.
    AddTenant(Box<Tenant>),
}

/// What would make a refused edit acceptable, ready to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, in words.
    pub label: String,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// An edit that was not made; nothing has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The consistency rule, where one speaks (`V1` to `V10`).
    pub rule: Option<&'static str>,
    /// Why, in a sentence.
    pub reason: String,
    /// What would help.
    pub fix: Option<Box<Fix>>,
}

impl Refused {
    /// A refusal that no rule of the service stands behind.
    pub fn because(reason: impl Into<String>) -> Self {
        Refused { rule: None, reason: reason.into(), fix: None }
    }

    /// A refusal by rule.
    pub fn by(rule: &'static str, reason: impl Into<String>) -> Self {
        Refused { rule: Some(rule), reason: reason.into(), fix: None }
    }

    /// With a way out.
    pub fn fixed_by(mut self, label: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Box::new(Fix { label: label.into(), edits }));
        self
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        if let Some(rule) = self.rule {
            write!(f, " ({rule})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
