//! Ids that never change: each is the SHA-256 of a label, dressed as a random GUID.

use sha2::{Digest, Sha256};

use crate::domain::{AppId, Guid, ObjectId, TenantId};

/// Version 4, variant 1 of RFC 9562, as Entra's own ids are.
const FORM: u128 = (4 << 76) | (0b10 << 62);
const FORM_MASK: u128 = (0xf << 76) | (0b11 << 62);

/// The id of the thing with this label.
pub fn guid(label: &str) -> Guid {
    let digest: [u8; 32] = Sha256::digest(label.as_bytes()).into();
    let bits = u128::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
    Guid::from_u128((bits & !FORM_MASK) | FORM)
}

/// The tenant of a domain.
pub fn tenant_id(domain: &str) -> TenantId {
    TenantId(guid(&format!("detente practice/{domain}")))
}

/// A user of the tenant of `domain`, by the part of the address before the `@`.
pub fn user_id(domain: &str, mailbox: &str) -> ObjectId {
    ObjectId(guid(&format!("detente practice/{domain}/user/{mailbox}")))
}

/// A group of the tenant of `domain`, by name.
pub fn group_id(domain: &str, name: &str) -> ObjectId {
    ObjectId(guid(&format!("detente practice/{domain}/group/{name}")))
}

/// The client id of an application of the tenant of `domain`, by name.
pub fn app_id(domain: &str, name: &str) -> AppId {
    AppId(guid(&format!("detente practice/{domain}/application/{name}")))
}

/// The object id of the service principal that stands for the same application.
pub fn service_principal_id(domain: &str, name: &str) -> ObjectId {
    ObjectId(guid(&format!("detente practice/{domain}/servicePrincipal/{name}")))
}
