//! The tenants, and where it stands what they say of each other.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::number::Number;
use super::rows::{Row, Rows};
use crate::access::conditional;
use crate::domain::{Cloud, Tenant, TenantId};

/// What is held of a tenant, or of one that only stands as a partner of another.
#[derive(Debug)]
pub struct Seat {
    number: Number,
    /// What it says of all of whom it says nothing else.
    default: Row,
    /// What the first tenant says of it that says anything, beside it: mostly there is one only.
    told: Option<(Number, Row)>,
    /// Whether more that it says stands among the others.
    says_more: bool,
    /// Whether it is in the workspace.
    is_here: bool,
    /// Whether its policy is.
    has_policy: bool,
    /// The place of its cloud among those that are known, `None` for any other.
    cloud: Option<u8>,
    pub conditions: Conditions,
}

/// What the Conditional Access policies of a tenant turn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// None of them can say anything.
    Nothing,
    /// Tenants, applications, what somebody has done.
    Circumstances,
    /// Who somebody is, besides.
    People,
}

impl Seat {
    fn of(number: Number) -> Self {
        Seat {
            number,
            default: Row::NONE,
            told: None,
            says_more: false,
            is_here: false,
            has_policy: false,
            cloud: None,
            conditions: Conditions::Nothing,
        }
    }

    fn take(&mut self, tenant: &Tenant, default: Option<Row>) {
        self.is_here = true;
        self.has_policy = default.is_some();
        self.default = default.unwrap_or(Row::NONE);
        let place = Cloud::KNOWN.iter().position(|cloud| *cloud == tenant.cloud);
        self.cloud = place.and_then(|place| u8::try_from(place).ok());
        self.conditions = match tenant.conditional_access.as_deref() {
            Some(held) if !held.policies.iter().any(conditional::speaks) => Conditions::Nothing,
            Some(held) if conditional::is_personal(held) => Conditions::People,
            Some(_) => Conditions::Circumstances,
            None => Conditions::Nothing,
        };
    }

    /// Whether nothing is between the clouds of two tenants, as far as they are in the workspace.
    pub fn is_near(&self, other: &Self) -> bool {
        !(self.is_here && other.is_here) || (self.cloud.is_some() && self.cloud == other.cloud)
    }
}

/// All tenants.
#[derive(Debug, Default)]
pub struct Seats {
    all: HashMap<TenantId, Seat, RandomState>,
    /// What one tenant says of another, where that is not what it says of all and does not stand
    /// in the other's seat.
    others: HashMap<(Number, Number), Row, RandomState>,
}

impl Seats {
    pub fn get(&self, id: TenantId) -> Option<&Seat> {
        self.all.get(&id)
    }

    /// What the first of two tenants says of the second, where its policy is in the workspace.
    pub fn about(&self, [owner, other]: [Option<&Seat>; 2]) -> Option<Row> {
        let owner = owner.filter(|owner| owner.has_policy)?;
        let own = other.and_then(|other| match other.told {
            Some((by, row)) if by == owner.number => Some(row),
            _ if owner.says_more => self.others.get(&(owner.number, other.number)).copied(),
            _ => None,
        });
        Some(own.unwrap_or(owner.default))
    }

    /// Takes a tenant in, and what it says of others.
    pub fn take(&mut self, id: TenantId, tenant: &Tenant, rows: Option<Rows>) {
        let seat = self.seat(id);
        seat.take(tenant, rows.as_ref().map(|rows| rows.default));
        let owner = seat.number;
        for (other, row) in rows.into_iter().flat_map(|rows| rows.own) {
            let seat = self.seat(other);
            if seat.told.is_none() {
                seat.told = Some((owner, row));
                continue;
            }
            let other = seat.number;
            self.others.insert((owner, other), row);
            self.seat(id).says_more = true;
        }
    }

    /// The seat of a tenant, a new one if it has none yet.
    fn seat(&mut self, id: TenantId) -> &mut Seat {
        // Memory ends long before four billion tenants.
        let number = Number::after(self.all.len()).unwrap_or(Number::LAST);
        self.all.entry(id).or_insert_with(|| Seat::of(number))
    }
}
