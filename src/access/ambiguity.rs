//! What Microsoft's documents leave open, and how it is read here. An answer that rests on one of
//! these names it.
//!
//! Source: the pages that [`super::evaluate()`] and its gates cite; where two disagree or none speaks,
//! the words below say so.

/// The questions, by the name that answers carry, each with how it is read here.
const AMBIGUITIES: &[(&str, &str)] = &[
    (
        "A2",
        "an application may be listed by the id of the client or of the resource; how a request with both is matched is not documented. Here either one counts",
    ),
    (
        "A3",
        "Graph publishes some users blocked with all applications blocked as valid, the portal's text does not. Here Graph's rule holds: only those users are stopped",
    ),
    (
        "A4",
        "whether a member of a group inside the listed group counts is not documented. Here it counts",
    ),
    (
        "A5",
        "what a setting with only one of its two halves means is not documented. Here the default's half is taken",
    ),
    (
        "A6",
        "which side the service names when both block is not documented. Here the home tenant is named first",
    ),
    (
        "A7",
        "whether applications count at an invitation is not documented. Here users and groups decide, unless no application is left",
    ),
    (
        "A8",
        "one page speaks of inbound settings for social identities, another says that these settings are for Entra organisations. Here they are not applied",
    ),
    (
        "A9",
        "with MFA trusted and none done yet, two pages say that direct connect asks for it at home and one that it is blocked. Here it is asked for",
    ),
    (
        "A10",
        "whether direct connect one way needs the way back open as well is not said clearly. Here it does not",
    ),
    (
        "A11",
        "whether blocked collaboration already stops synchronisation from creating the account is not documented. Here the sign-in is stopped for certain, the creation perhaps",
    ),
    (
        "A13",
        "whether the domain list knows wildcards or sub-domains is not documented. Here domains match exactly",
    ),
    (
        "A14",
        "whether the domain list is asked when somebody signs up by himself is not documented. Here a sign-up that it would stop is not decided",
    ),
    (
        "A15",
        "what a claim means that a partner's trust leaves out is not documented. Here the default's is taken",
    ),
    (
        "A16",
        "whether a default that blocks outweighs a domain on the allow list is not documented. Here both are asked",
    ),
    (
        "A18",
        "whether Conditional Access is asked before cross-tenant access is not documented. Here it is asked after",
    ),
    (
        "A19",
        "which guest object stands for whom is not exported. Here it is told by the sign-in name that the service gives to guests, and by the mail address",
    ),
    (
        "A20",
        "that direct connect does not support terms of use and session controls is documented, what then happens is not. Here it is not decided",
    ),
    (
        "A21",
        "which tenant's methods meet a strength is documented for some methods only. Here the others are not decided",
    ),
];

/// What the documents leave open under this name, and how it is read here.
pub fn ambiguity(name: &str) -> Option<&'static str> {
    AMBIGUITIES.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}
