use std::fmt;
use std::ops::Range;
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

/// No hexadecimal digit.
const NO_DIGIT: u8 = 0x80;

/// What each byte is worth as a hexadecimal digit.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "computed by the compiler, which stops where it cannot be"
)]
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut byte = 0;
    while byte < digits.len() {
        digits[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            _ => NO_DIGIT,
        };
        byte += 1;
    }
    digits
};

/// Where the digits stand.
const GROUPS: [Range<usize>; 5] = [0..8, 9..13, 14..18, 19..23, 24..36];

fn hexadecimal(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }
}

impl FromStr for Guid {
    type Err = BadGuid;

    fn from_str(text: &str) -> Result<Self, BadGuid> {
        // Logs have millions of ids: no branch a digit, and what is no digit shows at the end.
        let bytes: &[u8; 36] = text.as_bytes().try_into().map_err(|_| BadGuid)?;
        if [8, 13, 18, 23].iter().any(|at| bytes.get(*at) != Some(&b'-')) {
            return Err(BadGuid);
        }
        let (mut bits, mut wrong) = (0u128, 0u8);
        for group in GROUPS {
            let mut part = 0u64;
            for byte in bytes.get(group.clone()).unwrap_or_default() {
                let digit = DIGITS.get(usize::from(*byte)).copied().unwrap_or(NO_DIGIT);
                wrong |= digit;
                part = (part << 4) | u64::from(digit & 0xf);
            }
            bits = (bits << (4 * group.len())) | u128::from(part);
        }
        if wrong & NO_DIGIT != 0 {
            return Err(BadGuid);
        }
        Ok(Guid(bits))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut text, mut bytes) = ([b'-'; 36], self.0.to_be_bytes().into_iter());
        for group in GROUPS {
            let digits = text.get_mut(group).unwrap_or_default().chunks_exact_mut(2);
            for (pair, byte) in digits.zip(bytes.by_ref()) {
                pair.copy_from_slice(&[hexadecimal(byte >> 4), hexadecimal(byte & 0xf)]);
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
