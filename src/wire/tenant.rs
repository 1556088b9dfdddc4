//! Tenants in the workspace file. Names follow Graph's `organization` where it has one.

use super::record::record;
use crate::domain::{Tenant, TenantDomain};

record!(TenantDomain, "a domain: an object with `name`", {
    "name" => name: plain,
    "isVerified" => is_verified: value,
    "isDefault" => is_default: value,
});

record!(Tenant, "a tenant: an object with `id`", {
    "id" => id: plain,
    "displayName" => display_name: plain,
    "cloud" => cloud: plain,
    "ownership" => ownership: plain,
    "verifiedDomains" => domains: list,
    "externalCollaboration" => external: value,
    "conditionalAccess" => conditional_access: value,
    "crossTenantAccessPolicy" => policy: value,
});
