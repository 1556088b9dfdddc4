use std::fmt;
use std::str::FromStr;

/// A 128-bit identifier as Entra prints it: five groups of lower-case hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(u128);

/// The text is not 32 hexadecimal digits in groups of 8-4-4-4-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadGuid;

impl fmt::Display for BadGuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a GUID such as 11111111-2222-3333-4444-555555555555")
    }
}

impl std::error::Error for BadGuid {}

impl Guid {
    /// Builds the identifier from its 128 bits, most significant first.
    pub const fn from_u128(bits: u128) -> Self {
        Guid(bits)
    }
}

impl FromStr for Guid {
    type Err = BadGuid;

    fn from_str(text: &str) -> Result<Self, BadGuid> {
        let bytes = text.as_bytes();
        if bytes.len() != 36 {
            return Err(BadGuid);
        }
        let mut bits = 0u128;
        for (place, &byte) in bytes.iter().enumerate() {
            if matches!(place, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return Err(BadGuid);
                }
                continue;
            }
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => return Err(BadGuid),
            };
            bits = (bits << 4) | u128::from(digit);
        }
        Ok(Guid(bits))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut text, mut bits) = ([b'-'; 36], self.0);
        for (place, byte) in text.iter_mut().enumerate().rev() {
            if !matches!(place, 8 | 13 | 18 | 23) {
                let digit = (bits & 0xf) as u8;
                *byte = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
                bits >>= 4;
            }
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Guid);

        impl FromStr for $name {
            type Err = BadGuid;

            fn from_str(text: &str) -> Result<Self, BadGuid> {
                text.parse().map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id! {
    /// A directory: what Entra calls `tenantId`.
    TenantId
}
id! {
    /// A user or group by the object id in its own home tenant.
    ObjectId
}
id! {
    /// An application by its client id (`appId`), not its object id.
    AppId
}
