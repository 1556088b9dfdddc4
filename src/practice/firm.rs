//! What a tenant of ours is made of, as tables that the roster is rolled from.

use super::name::Unusual;

/// One tenant of ours.
#[derive(Debug)]
pub struct Firm {
    pub name: &'static str,
    pub domain: &'static str,
    /// The domain Entra gave it; addresses of guests end in it.
    pub initial: &'static str,
    /// Before the employee number.
    pub prefix: &'static str,
    pub seed: u64,
    pub city: &'static str,
    pub country: &'static str,
    /// ISO 3166, two letters.
    pub usage_location: &'static str,
    /// The first is the only person without a manager; the others report to that one.
    pub executives: &'static [&'static str],
    pub departments: &'static [Department],
    pub groups: &'static [Team],
    pub applications: &'static [&'static str],
    /// Strewn among the staff.
    pub unusual: &'static [Unusual],
}

/// The department of the people at the top.
pub const EXECUTIVE: &str = "Executive Office";

/// A department: one head, a lead for every nine, and the staff.
#[derive(Debug)]
pub struct Department {
    pub name: &'static str,
    pub is_clinical: bool,
    /// Which executive the head reports to, from 0.
    pub chief: usize,
    pub head: &'static str,
    pub lead: &'static str,
    pub staff: &'static [&'static str],
    /// People in all, guests too.
    pub size: usize,
    /// The last ones are guests, from these domains.
    pub guests: &'static [&'static str],
}

/// A group.
#[derive(Debug)]
pub struct Team {
    pub name: &'static str,
    pub about: &'static str,
    pub kind: Kind,
    pub pick: Pick,
}

/// What sort of group.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Security,
    Microsoft365,
}

/// Who is in it, directly.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    Employees,
    Guests,
    Clinical,
    /// Everyone somebody reports to.
    Managers,
    Departments(&'static [&'static str]),
}

/// A department whose people treat no patients.
const fn office(
    name: &'static str,
    chief: usize,
    titles: [&'static str; 2],
    staff: &'static [&'static str],
    size: usize,
) -> Department {
    let [head, lead] = titles;
    Department { name, is_clinical: false, chief, head, lead, staff, size, guests: &[] }
}

/// A department whose people do.
const fn ward(
    name: &'static str,
    chief: usize,
    titles: [&'static str; 2],
    staff: &'static [&'static str],
    size: usize,
) -> Department {
    Department { is_clinical: true, ..office(name, chief, titles, staff, size) }
}

impl Department {
    const fn guests(self, guests: &'static [&'static str]) -> Self {
        Department { guests, ..self }
    }
}

const fn team(name: &'static str, about: &'static str, kind: Kind, pick: Pick) -> Team {
    Team { name, about, kind, pick }
}

pub const ALPHA: Firm = Firm {
    name: "Alpha Corp",
    domain: "alphacorp.com",
    initial: "alphacorppractice.onmicrosoft.com",
    prefix: "A",
    seed: 11,
    city: "Bristol",
    country: "United Kingdom",
    usage_location: "GB",
    executives: &["Chief Executive Officer", "Chief Financial Officer", "Chief Operating Officer"],
    departments: &[
        office("Finance", 1, ["Head of Finance", "Finance Manager"], &["Accountant", "Analyst"], 9)
            .guests(&["sentinelpartners.com"]),
        office("Legal", 1, ["General Counsel", "Senior Counsel"], &["Counsel", "Paralegal"], 5)
            .guests(&["sentinelpartners.com", "harbourquill.example"]),
        office("Sales", 2, ["Head of Sales", "Regional Lead"], &["Account Manager"], 14),
        office("Engineering", 2, ["Head of Engineering", "Lead Engineer"], &["Engineer"], 16),
        office("People", 2, ["Head of People", "People Partner"], &["Recruiter"], 5),
        office("IT", 2, ["Head of IT", "Service Lead"], &["Administrator", "Support Analyst"], 8),
    ],
    groups: ALPHA_BETA_GROUPS,
    applications: &[
        "Payroll",
        "Wiki",
        "CRM",
        "Merger Data Room",
        "Expenses",
        "Supplier Portal",
        "Service Desk",
        "Design Vault",
        "Warehouse",
        "Board Papers",
    ],
    unusual: &[],
};

pub const BETA: Firm = Firm {
    name: "Beta Ltd",
    domain: "betaltd.com",
    initial: "betaltdpractice.onmicrosoft.com",
    prefix: "B",
    seed: 22,
    city: "Leeds",
    country: "United Kingdom",
    usage_location: "GB",
    executives: &["Managing Director", "Finance Director", "Operations Director"],
    departments: &[
        office("Finance", 1, ["Head of Finance", "Finance Manager"], &["Accountant"], 8)
            .guests(&["sentinelpartners.com"]),
        office("Legal", 1, ["Head of Legal", "Senior Counsel"], &["Counsel"], 4),
        office("Sales", 2, ["Head of Sales", "Regional Lead"], &["Account Manager"], 12),
        office("Production", 2, ["Head of Production", "Shift Lead"], &["Planner", "Operator"], 20),
        office("People", 2, ["Head of People", "People Partner"], &["Recruiter"], 5),
        office("IT", 2, ["Head of IT", "Service Lead"], &["Administrator"], 6),
    ],
    groups: ALPHA_BETA_GROUPS,
    applications: &[
        "Payroll",
        "Intranet",
        "CRM",
        "Deal Room",
        "Timesheets",
        "Order Book",
        "Quality Records",
        "Machine Hall",
        "Service Desk",
        "Contracts",
    ],
    unusual: &[],
};

const ALPHA_BETA_GROUPS: &[Team] = &[
    team("All Employees", "Everyone on the payroll", Kind::Security, Pick::Employees),
    team("Managers", "Everyone with reports", Kind::Security, Pick::Managers),
    team(
        "Merger Team",
        "Prepares the merger of Alpha Corp and Beta Ltd",
        Kind::Security,
        Pick::Departments(&[EXECUTIVE, "Legal", "Finance"]),
    ),
    team("Sales Team", "Sales", Kind::Microsoft365, Pick::Departments(&["Sales"])),
    team("IT Operations", "Runs the systems", Kind::Security, Pick::Departments(&["IT"])),
    team("External Guests", "Everyone from elsewhere", Kind::Security, Pick::Guests),
];

pub const MERIDIAN: Firm = Firm {
    name: "Meridian Health",
    domain: "meridianhealth.com",
    initial: "meridianhealthpractice.onmicrosoft.com",
    prefix: "M",
    seed: 33,
    city: "Edinburgh",
    country: "United Kingdom",
    usage_location: "GB",
    executives: &["Chief Executive Officer", "Medical Director", "Chief Operating Officer"],
    departments: &[
        ward("Clinical Governance", 1, ["Head of Governance", "Lead Clinician"], &["Auditor"], 12),
        ward("Telemedicine", 1, ["Head of Telemedicine", "Lead Nurse"], &["Nurse", "Doctor"], 22),
        office("Finance", 2, ["Head of Finance", "Finance Manager"], &["Accountant"], 10),
        office("People", 2, ["Head of People", "People Partner"], &["Recruiter"], 8),
        office("Digital", 2, ["Head of Digital", "Service Lead"], &["Engineer", "Analyst"], 16),
        office("Estates", 2, ["Head of Estates", "Site Manager"], &["Technician"], 6),
    ],
    groups: &[
        team("All Employees", "Everyone on the payroll", Kind::Security, Pick::Employees),
        team("Managers", "Everyone with reports", Kind::Security, Pick::Managers),
        team("Clinicians", "Sees patients", Kind::Security, Pick::Clinical),
        team("Digital Operations", "Runs systems", Kind::Security, Pick::Departments(&["Digital"])),
        team("External Guests", "Everyone from elsewhere", Kind::Security, Pick::Guests),
    ],
    applications: &[
        "Patient Portal",
        "Rota",
        "Payroll",
        "Imaging Archive",
        "Referrals",
        "Learning Hub",
        "Incident Register",
        "Pharmacy Orders",
        "Service Desk",
    ],
    unusual: &[],
};

pub const CITY: Firm = Firm {
    name: "CityClinic",
    domain: "cityclinic.com",
    initial: "cityclinicpractice.onmicrosoft.com",
    prefix: "C",
    seed: 44,
    city: "Glasgow",
    country: "United Kingdom",
    usage_location: "GB",
    executives: &[
        "Chief Executive",
        "Chief Medical Officer",
        "Chief Nursing Officer",
        "Chief Operating Officer",
        "Chief Financial Officer",
    ],
    departments: CITY_DEPARTMENTS,
    groups: &[
        team("Clinical Staff", "Everyone who treats patients", Kind::Security, Pick::Clinical),
        team("All Employees", "Everyone on the payroll", Kind::Security, Pick::Employees),
        team("Managers", "Everyone with reports", Kind::Security, Pick::Managers),
        team(
            "Theatre Team",
            "Operating theatres",
            Kind::Microsoft365,
            Pick::Departments(&["Surgery", "Anaesthesia"]),
        ),
        team("Emergency Team", "Accident and emergency", Kind::Security, EMERGENCY),
        team(
            "Rota Planners",
            "Plan shifts",
            Kind::Security,
            Pick::Departments(&["Human Resources"]),
        ),
        team("IT Operations", "Runs the systems", Kind::Security, Pick::Departments(&["IT"])),
        team("External Guests", "Everyone from elsewhere", Kind::Security, Pick::Guests),
    ],
    applications: &[
        "Bed Board",
        "Lab Results",
        "Payroll",
        "Handover",
        "Theatre Planner",
        "Intranet",
    ],
    unusual: super::name::UNUSUAL,
};

const EMERGENCY: Pick = Pick::Departments(&["Emergency Medicine"]);

/// With the five executives, five hundred people.
#[rustfmt::skip]
const CITY_DEPARTMENTS: &[Department] = &[
    ward("Emergency Medicine", 1, ["Head of Emergency Medicine", "Consultant"], &["Nurse", "Doctor", "Paramedic"], 52),
    ward("Surgery", 1, ["Head of Surgery", "Consultant Surgeon"], &["Surgeon", "Theatre Nurse"], 48),
    ward("Anaesthesia", 1, ["Head of Anaesthesia", "Consultant Anaesthetist"], &["Anaesthetist"], 26),
    ward("Cardiology", 1, ["Head of Cardiology", "Consultant Cardiologist"], &["Nurse", "Cardiologist"], 32),
    ward("Paediatrics", 1, ["Head of Paediatrics", "Consultant Paediatrician"], &["Children's Nurse", "Doctor"], 36),
    ward("Obstetrics", 2, ["Head of Obstetrics", "Senior Midwife"], &["Midwife", "Doctor"], 28),
    ward("Radiology", 1, ["Head of Radiology", "Consultant Radiologist"], &["Radiographer"], 24).guests(&["brightwaterimaging.example"]),
    ward("Laboratory", 1, ["Head of Laboratory", "Senior Scientist"], &["Biomedical Scientist"], 26),
    ward("Pharmacy", 2, ["Chief Pharmacist", "Senior Pharmacist"], &["Pharmacist", "Technician"], 18),
    ward("Intensive Care", 2, ["Head of Intensive Care", "Charge Nurse"], &["Nurse", "Doctor"], 40),
    ward("Physiotherapy", 2, ["Head of Physiotherapy", "Senior Physiotherapist"], &["Physiotherapist"], 20).guests(&["tansystreetdental.example"]),
    office("Finance", 4, ["Head of Finance", "Finance Manager"], &["Accountant", "Billing Clerk"], 22),
    office("Human Resources", 3, ["Head of Human Resources", "People Partner"], &["Recruiter", "Rota Planner"], 16),
    office("IT", 3, ["Head of IT", "Service Lead"], &["Administrator", "Support Analyst"], 24).guests(&["meridianhealth.com", "meridianhealth.com"]),
    office("Facilities", 3, ["Head of Facilities", "Site Manager"], &["Porter", "Technician"], 34).guests(&["evergateambulance.example"]),
    office("Patient Administration", 3, ["Head of Admissions", "Ward Clerk Lead"], &["Ward Clerk", "Receptionist"], 40),
    office("Procurement", 4, ["Head of Procurement", "Category Manager"], &["Buyer"], 9),
];

/// The four tenants of ours.
pub const FIRMS: [&Firm; 4] = [&ALPHA, &BETA, &MERIDIAN, &CITY];
