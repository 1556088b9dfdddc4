//! What a gate says of the halves of a setting, in words that are written in one go.

use std::fmt;

use super::membership::Listed;
use super::resolve::Layer;
use super::rule::Truth;
use crate::domain::{AccessType, Guid, TargetValue};

/// By what somebody or something is listed, in words that follow those for the list.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Nothing,
    /// By an id of its own.
    Itself(&'static str),
    /// By a group with this name.
    Group(&'a str),
    /// By a group that has none.
    Unnamed(Guid),
    /// By a target that names more than one thing.
    Target(&'a TargetValue),
}

impl fmt::Display for By<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            By::Nothing => Ok(()),
            By::Itself(id) => write!(f, " (by {id})"),
            By::Group(name) => write!(f, " (group {name})"),
            By::Unnamed(id) => write!(f, " (group {id})"),
            By::Target(value) => write!(f, " ({value})"),
        }
    }
}

/// Which layers spoke.
pub struct Origin(pub Layer, pub Layer);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |layer: Layer| match layer {
            Layer::Partner => "set for this partner",
            Layer::Default => "by its default",
            Layer::ServiceDefault => "by the service default",
        };
        let Origin(users, apps) = *self;
        if users == apps {
            return f.write_str(words(users));
        }
        write!(f, "users {}, applications {}", words(users), words(apps))
    }
}

/// What is said of one half.
pub enum Clause<'a> {
    Told(&'static str),
    Asked {
        who: &'static str,
        kind: &'static str,
        access: &'a AccessType,
        listed: &'a Listed<'a>,
        by: By<'a>,
    },
}

impl fmt::Display for Clause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, kind, access, listed, by) = match self {
            Clause::Told(words) => return f.write_str(words),
            Clause::Asked { who, kind, access, listed, by } => (who, kind, access, listed, by),
        };
        let how = match access {
            AccessType::Allowed => "allowed",
            AccessType::Blocked => "blocked",
            AccessType::Other(word) => {
                let word = word.escape_debug();
                return write!(f, "the access type `{word}` of the {kind} is not understood");
            }
        };
        match listed.truth {
            Truth::Yes => write!(f, "{who} is among the {how} {kind}{by}"),
            Truth::No => write!(f, "{who} is not among the {how} {kind}"),
            Truth::Unknown => {
                write!(f, "whether {who} is among the {how} {kind} is not known")?;
                listed.doubt.iter().try_for_each(|(_, why)| write!(f, ", because {why}"))
            }
        }
    }
}
