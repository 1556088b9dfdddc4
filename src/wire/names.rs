//! What the attributes of a user are called, as a synchronization schema calls them.

use super::roster::GRAPH_NAMES;

/// The attributes that a user of an export holds.
pub fn attribute_names(line: &[u8]) -> Result<Vec<String>, String> {
    let members: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(line).map_err(|fault| fault.to_string())?;
    let mut out = Vec::new();
    for name in members.keys() {
        match name.as_str() {
            "onPremisesExtensionAttributes" => {
                out.extend((1..=15).map(|number| format!("extensionAttribute{number}")));
            }
            name if name.starts_with('@') => {}
            name => {
                let schema = GRAPH_NAMES.iter().find(|(_, graph)| *graph == name);
                out.push(schema.map_or(name, |(schema, _)| *schema).to_owned());
            }
        }
    }
    Ok(out)
}
