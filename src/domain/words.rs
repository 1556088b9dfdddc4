/// Declares an enumeration whose values the service writes as words.
///
/// A word we do not know is kept as `Other` and written back unchanged: Graph's enumerations are
/// open (`unknownFutureValue`), and a value from the future must never be read as one we know.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word this program does not know, as the service wrote it.
            Other(Box<str>),
        }

        impl $name {
            /// All values with a meaning known here, in the order of the documentation.
            pub const KNOWN: &'static [$name] = &[$($name::$variant),+];

            /// Reads the service's word; letter case is not significant, unknown words are kept.
            pub fn parse(word: &str) -> Self {
                let known = Self::KNOWN.iter().find(|known| word.eq_ignore_ascii_case(known.word()));
                known.cloned().unwrap_or_else(|| $name::Other(word.into()))
            }

            /// The word as the service writes it.
            pub fn word(&self) -> &str {
                match self {
                    $($name::$variant => $word,)+
                    $name::Other(word) => word,
                }
            }
        }
    };
}

pub(super) use words;
