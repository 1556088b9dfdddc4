//! The mistakes in the practice workspace, for rules to be tested on.

/// A mistake that somebody practising can find.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mistake {
    /// The linter rule that is about it.
    pub rule: &'static str,
    /// Whose setting it is.
    pub owner: &'static str,
    /// About which partner; empty when the setting is about everybody.
    pub partner: &'static str,
    /// What is wrong.
    pub what: &'static str,
}

const fn mistake(
    rule: &'static str,
    owner: &'static str,
    partner: &'static str,
    what: &'static str,
) -> Mistake {
    Mistake { rule, owner, partner, what }
}

/// Every mistake that was put in on purpose. All are in the draft and in what was observed.
#[rustfmt::skip]
pub(super) const MISTAKES: &[Mistake] = &[
    mistake("XT003", "Alpha Corp", "Mistral Lane Travel", "inbound blocks one group and all applications"),
    mistake("XT004", "Alpha Corp", "Rookhollow Security", "inbound blocks one group and one application, which bars only the pair"),
    mistake("XT006", "Alpha Corp", "Tidewell Marine", "inbound allows a group of Alpha Corp instead of one of the partner"),
    mistake("XT007", "Alpha Corp", "Foxley Translations", "inbound says who, but not which applications"),
    mistake("XT008", "Alpha Corp", "Windlass Chandlery", "everything is inherited"),
    mistake("XT022", "Alpha Corp", "Opaline Glass", "inbound direct connect names the Wiki instead of Office 365"),
    mistake("XT025", "Alpha Corp", "Beta Ltd", "automatic redemption inbound, which Beta Ltd does not answer outbound"),
    mistake("XT026", "Alpha Corp", "Tern & Tide Studios", "synchronisation allowed without automatic redemption"),
    mistake("XT035", "Alpha Corp", "Hollowbrook Pharma", "inbound is allowed, but its domain is on the block list"),
    mistake("XT037", "Beta Ltd", "", "guests may invite guests"),
    mistake("XT040", "Alpha Corp", "Calder County Water Authority", "in the US Government cloud, which Alpha Corp has not ticked"),
];
