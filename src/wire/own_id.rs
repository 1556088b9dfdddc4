//! Ids of what the service has not given one yet.

use super::sha256;
use crate::domain::{Guid, ObjectId, TenantId};

/// The id of a configuration of synchronisation until it has a service principal: the hash of what
/// it is, in the form of a GUID of RFC 9562, version 8.
pub fn configuration_id(source: TenantId, target: TenantId, name: &str) -> ObjectId {
    let label = format!("{source}/{target}/{}", name.trim().to_lowercase());
    let digest = sha256(label.as_bytes());
    let bits = digest.get(..32).and_then(|text| u128::from_str_radix(text, 16).ok());
    let form = |bits: u128| (bits & !((0xf << 76) | (0b11 << 62))) | (8 << 76) | (0b10 << 62);
    ObjectId(Guid::from_u128(form(bits.unwrap_or_default())))
}
