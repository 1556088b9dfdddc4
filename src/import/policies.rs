//! Objects of policies and tenants: checked, and put together with what other files say.

use crate::domain::{
    AuthenticationStrength, AuthorizationPolicy, B2bManagementPolicy, ConditionalAccessPolicy,
    CrossTenantAccessPolicy, DefaultConfiguration, Json, Partner, TenantId,
};

use super::fault::{ImportFault, joined, shown};
use super::found::SYNCHRONIZATION;
use super::kind::{self, Kind};
use super::session::{Session, Spot};
use super::tidy::Object;
use super::words;

/// Bytes of the policies of one file.
const POLICY_BYTES_MAX: usize = (if cfg!(test) { 4 } else { 256 }) * 1024 * 1024;

impl Session<'_> {
    /// Takes an object that is not of a directory.
    pub fn policy(
        &mut self,
        kind: Kind,
        object: Object,
        context: &str,
        in_list: bool,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        self.policy_bytes = self.policy_bytes.saturating_add(spot.text.len());
        if self.policy_bytes > POLICY_BYTES_MAX {
            let what = format!(
                "the policies in this file are longer than {} MiB, expected less",
                POLICY_BYTES_MAX / 1024 / 1024
            );
            return Err(self.fault(Some(spot.start.words(spot.path)), what, "split the file"));
        }
        let file = self.file.clone();
        match kind {
            Kind::Organization => {
                let id = TenantId(self.id(&object, "id", spot)?);
                self.claim(id);
                if let Some(cloud) = kind::cloud_of(context) {
                    self.found.clouds.insert(id, cloud);
                }
                self.found.organizations.entry(id).or_default().add(object, "the tenant", &file)
            }
            Kind::Policy => self.head(object, context, spot),
            Kind::Default => {
                let default = self.check::<DefaultConfiguration>(&object, spot)?;
                words::of_default(&default, &file, self.warnings);
                let whole = self.found.default.get_or_insert_default();
                whole.add(object, "the default", &file)
            }
            Kind::Partner | Kind::Synchronization => {
                self.partner(kind, object, context, in_list, spot)
            }
            Kind::TenantInformation => {
                let id = TenantId(self.id(&object, "tenantId", spot)?);
                self.found.names.entry(id).or_default().add(object, "a tenant's name", &file)
            }
            Kind::Authorization => {
                let policy = self.check::<AuthorizationPolicy>(&object, spot)?;
                words::of_authorization(&policy, &file, self.warnings);
                let whole = self.found.authorization.get_or_insert_default();
                whole.add(object, "the authorization policy", &file)
            }
            Kind::B2bManagement => {
                self.check::<B2bManagementPolicy>(&object, spot)?;
                let whole = self.found.b2b_management.get_or_insert_default();
                whole.add(object, "the B2B management policy", &file)
            }
            Kind::ConditionalAccess => {
                let id = self.id(&object, "id", spot)?;
                self.check::<ConditionalAccessPolicy>(&object, spot)?;
                let what = format!("the Conditional Access policy {id}");
                self.found.conditional_access.entry(id).or_default().add(object, &what, &file)
            }
            Kind::Strength => {
                let id = self.id(&object, "id", spot)?;
                self.check::<AuthenticationStrength>(&object, spot)?;
                let what = format!("the authentication strength {id}");
                self.found.strengths.entry(id).or_default().add(object, &what, &file)
            }
            Kind::ExternalIdentities => {
                let value = object.get("allowExternalIdentitiesToLeave").cloned();
                self.switch("allowExternalIdentitiesToLeave", value, spot)
            }
            Kind::AuthenticationFlows => {
                let value =
                    object.get("selfServiceSignUp").and_then(|v| v.get("isEnabled")).cloned();
                self.switch("selfServiceSignUp", value, spot)
            }
            Kind::SyncJob | Kind::SyncSchema | Kind::SyncSecret | Kind::Assignment => {
                self.sync_piece(kind, object, context, spot)
            }
            Kind::User
            | Kind::Group
            | Kind::Member
            | Kind::Application
            | Kind::SignIn
            | Kind::Removed
            | Kind::Deleted
            | Kind::Refused
            | Kind::Idle(_)
            | Kind::Unknown => Ok(()),
        }
    }

    fn switch(
        &mut self,
        name: &str,
        value: Option<Json>,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        match value {
            None | Some(Json::Null) => Ok(()),
            Some(value @ Json::Bool(_)) => {
                let file = self.file.clone();
                let whole = self.found.switches.get_or_insert_default();
                whole.add(Object::from_iter([(name.to_owned(), value)]), "the tenant", &file)
            }
            Some(other) => {
                let place = spot.start.words(&joined(spot.path, name));
                let what = format!("expected true or false, found `{}`", shown(&other.to_string()));
                Err(self.fault(Some(place), what, "correct the file or export it again"))
            }
        }
    }

    /// Notes that a file says which tenant it is of.
    pub fn claim(&mut self, id: TenantId) {
        self.found.claims.entry(id).or_insert_with(|| self.file.clone());
    }

    /// The head of the policy; default and partners may have been expanded into it.
    fn head(
        &mut self,
        mut object: Object,
        context: &str,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        if let Some(id) = kind::tenant_of_policy(&object) {
            self.claim(TenantId(id));
        }
        let default = object.shift_remove("default");
        let partners = object.shift_remove("partners");
        let mut whole = object.clone();
        whole.insert("partners".to_owned(), Json::Array(Vec::new()));
        let policy = self.check::<CrossTenantAccessPolicy>(&whole, spot)?;
        words::of_policy(&policy, &self.file, self.warnings);
        let file = self.file.clone();
        self.found.policy.get_or_insert_default().add(object, "the policy", &file)?;
        if let Some(Json::Object(default)) = default {
            let path = joined(spot.path, "default");
            self.policy(Kind::Default, default, context, false, &Spot { path: &path, ..*spot })?;
        }
        if let Some(Json::Array(partners)) = partners {
            for (index, partner) in partners.into_iter().enumerate() {
                let path = joined(spot.path, &format!("partners[{index}]"));
                let spot = Spot { path: &path, ..*spot };
                if let Json::Object(partner) = partner {
                    self.partner(Kind::Partner, partner, "", false, &spot)?;
                }
            }
        }
        Ok(())
    }

    fn partner(
        &mut self,
        kind: Kind,
        mut object: Object,
        context: &str,
        in_list: bool,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        if kind == Kind::Synchronization {
            if !object.contains_key("tenantId")
                && let Some(id) = kind::guid_in(context)
            {
                object.insert("tenantId".to_owned(), Json::String(id.to_string()));
            }
            let id = self.id(&object, "tenantId", spot)?;
            object = Object::from_iter([
                ("tenantId".to_owned(), Json::String(id.to_string())),
                (SYNCHRONIZATION.to_owned(), Json::Object(object)),
            ]);
        }
        let id = TenantId(self.id(&object, "tenantId", spot)?);
        // Some tools join a partner with what the service tells of its tenant.
        if object.contains_key("defaultDomainName") {
            let told = ["displayName", "defaultDomainName", "federationBrandName"];
            let told =
                told.into_iter().filter_map(|name| object.shift_remove_entry(name)).collect();
            let file = self.file.clone();
            self.found.names.entry(id).or_default().add(told, "a tenant's name", &file)?;
        }
        // Two spellings of one id are one id.
        object.insert("tenantId".to_owned(), Json::String(id.to_string()));
        let partner = self.check::<Partner>(&object, spot)?;
        words::of_partner(&partner, &self.file, self.warnings);
        if in_list && kind == Kind::Partner {
            self.list.has_settings |=
                object.keys().any(|name| name != "tenantId" && name != SYNCHRONIZATION);
            if !self.list.partners.insert(id) {
                let place = spot.start.words(&joined(spot.path, "tenantId"));
                return Err(self.fault(
                    Some(place),
                    format!(
                        "the partner {id} stands twice in the list, expected one entry a tenant"
                    ),
                    "remove one of the two or export the list again",
                ));
            }
        }
        if !in_list && context.is_empty() && self.stem == "Partners" {
            self.warnings.add(
                "this looks like EntraExporter, which writes all partners to one file so that only the last is left, and which exports no identity synchronization; import the list of partners from Graph",
                &self.file,
            );
        }
        let file = self.file.clone();
        let what = format!("the partner {id}");
        self.found.partners.entry(id).or_default().add(object, &what, &file)
    }
}
