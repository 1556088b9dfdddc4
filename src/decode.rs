//! An error of the service, read: which side says it, which gates can be meant, and what of the
//! question the message itself gives away.

mod codes;
mod mentions;

#[cfg(test)]
use codes::CODES;
pub use codes::{Code, Side};
pub use mentions::Named;

use crate::access::Directories;
use crate::domain::{TenantId, Workspace};

/// What an error message says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The code, where it is one of cross-tenant access.
    pub code: Option<&'static Code>,
    /// A code that is none of those.
    pub stranger: Option<String>,
    /// Who and what the message names.
    pub named: Named,
}

impl Reading {
    /// Why there is nothing to say, where there is nothing.
    pub fn nothing(&self) -> String {
        match &self.stranger {
            Some(code) => format!(
                "{code} is not an error of cross-tenant access; Microsoft tells what it means at https://login.microsoftonline.com/error?code={}",
                code.trim_start_matches(char::is_alphabetic)
            ),
            None => {
                "no error code is in this; paste the whole message, or give the code: AADSTS500213"
                    .to_owned()
            }
        }
    }
}

/// Reads a code, or a whole message with one in it.
pub fn read(text: &str, workspace: &Workspace, directories: &Directories) -> Reading {
    let code = codes::find(text);
    let stranger = if code.is_none() { codes::stranger(text) } else { None };
    let mut named = mentions::find(text, workspace, directories);
    if let Some(code) = code {
        named.kind = code.kind;
        named.settle(code.side);
    }
    Reading { code, stranger, named }
}

impl Named {
    /// A tenant that is named without its part is the one that the code speaks of.
    fn settle(&mut self, side: Side) {
        let Some(tenant) = self.loose.take() else { return };
        match side {
            Side::Home if self.home.is_none() => self.home = Some(tenant),
            _ if self.resource.is_none() && self.home != Some(tenant) => {
                self.resource = Some(tenant);
            }
            _ if self.home.is_none() => self.home = Some(tenant),
            _ => {}
        }
    }

    /// Puts the tenant of ours that is looked from on the side that nobody has named. Where no side
    /// is named it is the one that says the error: who is asked about it administers that.
    pub fn place(&mut self, side: Side, owner: TenantId) {
        if side == Side::Network {
            self.network = Some(owner);
            return;
        }
        match (self.home, self.resource) {
            (Some(home), None) if home != owner => self.resource = Some(owner),
            (None, Some(resource)) if resource != owner => self.home = Some(owner),
            (None, None) if side == Side::Home => self.home = Some(owner),
            (None, None) => self.resource = Some(owner),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
