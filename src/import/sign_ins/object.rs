//! Graph's `signIn` object, read without copying what is not needed.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::row::Row;

/// Members by which a `signIn` is known where nothing else says what it is: when, and whence or
/// whither.
pub(in crate::import) fn is_sign_in<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    const WHITHER: [&str; 5] = [
        "homeTenantId",
        "resourceTenantId",
        "crossTenantAccessType",
        "clientAppUsed",
        "isInteractive",
    ];
    let (mut when, mut whither) = (false, false);
    for name in names {
        when |= name.eq_ignore_ascii_case("createdDateTime");
        whither |= WHITHER.iter().any(|known| name.eq_ignore_ascii_case(known));
    }
    when && whither
}

/// A `signIn`, as Graph or as the SDK for PowerShell names its members.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ObjectRow<'a> {
    #[serde(borrow, rename = "homeTenantId", alias = "HomeTenantId")]
    home: Text<'a>,
    #[serde(borrow, rename = "resourceTenantId", alias = "ResourceTenantId")]
    resource: Text<'a>,
    #[serde(borrow, rename = "userId", alias = "UserId")]
    user: Text<'a>,
    #[serde(borrow, rename = "appId", alias = "AppId")]
    app: Text<'a>,
    #[serde(borrow, rename = "resourceId", alias = "ResourceId")]
    resource_app: Text<'a>,
    #[serde(borrow, rename = "crossTenantAccessType", alias = "CrossTenantAccessType")]
    access: Text<'a>,
    #[serde(borrow, rename = "createdDateTime", alias = "CreatedDateTime")]
    at: Text<'a>,
    #[serde(rename = "status", alias = "Status")]
    status: Option<Status>,
    #[serde(borrow, rename = "servicePrincipalId", alias = "ServicePrincipalId")]
    service_principal: Text<'a>,
    #[serde(rename = "signInEventTypes", alias = "SignInEventTypes")]
    events: Events,
    #[serde(borrow, rename = "userPrincipalName", alias = "UserPrincipalName")]
    upn: Text<'a>,
    #[serde(borrow, rename = "userDisplayName", alias = "UserDisplayName")]
    user_name: Text<'a>,
    #[serde(borrow, rename = "appDisplayName", alias = "AppDisplayName")]
    app_name: Text<'a>,
    #[serde(borrow, rename = "resourceDisplayName", alias = "ResourceDisplayName")]
    resource_name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status {
    #[serde(rename = "errorCode", alias = "ErrorCode")]
    error_code: Code,
}

impl ObjectRow<'_> {
    /// What it says.
    pub(super) fn row(&self) -> Row<'_> {
        let no_user = self.user.0.is_empty();
        Row {
            home: &self.home.0,
            resource: &self.resource.0,
            user: &self.user.0,
            app: &self.app.0,
            resource_app: &self.resource_app.0,
            access: &self.access.0,
            at: &self.at.0,
            success: self
                .status
                .as_ref()
                .and_then(|status| status.error_code.0)
                .map(|code| code == 0),
            is_service: self.events.0 || (no_user && !self.service_principal.0.is_empty()),
            upn: &self.upn.0,
            user_name: &self.user_name.0,
            app_name: &self.app_name.0,
            resource_name: &self.resource_name.0,
        }
    }
}

/// A number, 0 for a success; null where it is not said.
#[derive(Debug, Default)]
struct Code(Option<i64>);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Code;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_i64<E: Error>(self, code: i64) -> Result<Code, E> {
                Ok(Code(Some(code)))
            }

            fn visit_u64<E: Error>(self, code: u64) -> Result<Code, E> {
                Ok(Code(i64::try_from(code).ok()))
            }

            fn visit_none<E: Error>(self) -> Result<Code, E> {
                Ok(Code(None))
            }

            fn visit_unit<E: Error>(self) -> Result<Code, E> {
                Ok(Code(None))
            }

            fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Code, D::Error> {
                source.deserialize_i64(Read)
            }
        }

        source.deserialize_option(Read)
    }
}

/// A text that may be missing or null, which is the same as empty here.
#[derive(Debug, Default)]
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_unit<E: Error>(self) -> Result<Text<'de>, E> {
                Ok(Text::default())
            }
        }

        source.deserialize_any(Read)
    }
}

/// Whether the events are those of an application or a managed identity.
#[derive(Debug, Default)]
struct Events(bool);

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Events;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of texts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Events, A::Error> {
                let mut found = false;
                while let Some(Text(event)) = items.next_element::<Text<'de>>()? {
                    found |= matches!(event.as_ref(), "servicePrincipal" | "managedIdentity");
                }
                Ok(Events(found))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Events, E> {
                Ok(Events(text.contains("servicePrincipal") || text.contains("managedIdentity")))
            }

            fn visit_unit<E: Error>(self) -> Result<Events, E> {
                Ok(Events(false))
            }
        }

        source.deserialize_any(Read)
    }
}
