mod cutoff;
mod onboard;
mod turns;

use clap::Subcommand;

use super::set::said;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::remedy::{Tail, command_of, refused};
use crate::cli::trouble::Trouble;
use crate::domain::{DomainName, Estate, Partner, Tenant, TenantDomain, TenantId, Workspace};
use crate::edit::{self, Edit};
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// Our tenant; may be left out when there is one only
    #[arg(long, value_name = "TENANT", global = true)]
    tenant: Option<String>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a partner that inherits everything
    Add {
        /// Its id; a domain or a name will do where the workspace knows it
        #[arg(value_name = "ID|DOMAIN")]
        partner: String,
        /// Its name, where the workspace does not know it
        #[arg(long)]
        name: Option<String>,
        /// Its domain, where the workspace does not know it
        #[arg(long, value_parser = DomainName::parse)]
        domain: Option<DomainName>,
    },
    /// Remove a partner with all its settings; the default then holds for it
    Remove {
        /// Its id, domain or name
        #[arg(value_name = "ID")]
        partner: String,
        /// Yes, remove it
        #[arg(long)]
        yes: bool,
    },
    /// Take a partner in by kind, with a note; tells what it opens before anything is changed
    Onboard(onboard::Args),
    /// Shut everything between us and a partner, at once; tells whom it hits
    Cutoff(cutoff::Args),
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    match args.what {
        What::Onboard(what) => onboard::perform(what, args.tenant.as_deref(), call),
        What::Cutoff(what) => cutoff::perform(what, args.tenant.as_deref(), call),
        What::Add { partner, name, domain } => {
            change(args.tenant.as_deref(), Entry::Add { partner, name, domain }, call)
        }
        What::Remove { partner, yes } => {
            change(args.tenant.as_deref(), Entry::Remove { partner, yes }, call)
        }
    }
}

/// An entry that is added or removed as it is.
enum Entry {
    Add { partner: String, name: Option<String>, domain: Option<DomainName> },
    Remove { partner: String, yes: bool },
}

fn change(tenant: Option<&str>, what: Entry, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let workspace = desk.workspace().clone();
    let owner = names::owner(&workspace.draft, tenant)?;
    let tail = Tail::of(call, tenant.is_some().then_some(owner));
    let (label, edits) = match what {
        Entry::Add { partner, name, domain } => {
            let other = added(&workspace.draft, &partner)?;
            if workspace.draft.tenant(other).is_some() && (name.is_some() || domain.is_some()) {
                call.notices.push(format!(
                    "{} is known already: name and domain were left as they are; an import of its organization object (`GET /organization`) changes them",
                    name_of(&workspace.draft, other)
                ));
            }
            let (label, edits) = addition(&workspace, owner, other, name, domain);
            (label, edits)
        }
        Entry::Remove { partner, yes } => {
            let other = names::tenant(&workspace.draft, &partner)?;
            if !yes {
                return Err(consent(&workspace, owner, other, &tail));
            }
            let edit = Edit::RemovePartner { owner, partner: other };
            (edit::words(&workspace, std::slice::from_ref(&edit)), vec![edit])
        }
    };
    let applied = desk
        .change(&call.stamp(), Kind::Edit, label, |workspace| {
            Ok((edit::apply(workspace, &edits)?, Vec::new()))
        })
        .map_err(|fault| refused(fault, &tail))?;
    call.hear(&mut desk);
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}

/// A tenant that need not be known yet, when it is named by its id.
fn added(estate: &Estate, text: &str) -> Result<TenantId, Trouble> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    names::tenant(estate, text).map_err(|trouble| {
        Trouble::bad(format!(
            "{}; a tenant the workspace does not know is added by its id, because detente never asks the network",
            trouble.sentence
        ))
    })
}

fn addition(
    workspace: &Workspace,
    owner: TenantId,
    other: TenantId,
    name: Option<String>,
    domain: Option<DomainName>,
) -> (String, Vec<Edit>) {
    let mut edits = Vec::new();
    let mut shown = name_of(&workspace.draft, other);
    if workspace.draft.tenant(other).is_none() && (name.is_some() || domain.is_some()) {
        let display_name = name.unwrap_or_default();
        if !display_name.is_empty() {
            shown.clone_from(&display_name);
        }
        let domains =
            domain.map(|name| TenantDomain { name, ..TenantDomain::default() }).into_iter();
        let domains = domains.collect();
        let tenant = Tenant { id: other, display_name, domains, ..Tenant::default() };
        edits.push(Edit::AddTenant(Box::new(tenant)));
    }
    edits.push(Edit::AddPartner { owner, partner: Box::new(Partner::new(other)) });
    (format!("{}: partner {shown} added", name_of(&workspace.draft, owner)), edits)
}

fn consent(workspace: &Workspace, owner: TenantId, other: TenantId, tail: &Tail) -> Trouble {
    if workspace.draft.partner(owner, other).is_none() {
        return Trouble::bad(format!(
            "{} is not a partner of {}; nothing was changed",
            name_of(&workspace.draft, other),
            name_of(&workspace.draft, owner)
        ));
    }
    let edit = Edit::RemovePartner { owner, partner: other };
    Trouble::bad(format!(
        "removing {} removes all its settings, and the default of {} then holds for it; nothing was changed, say --yes to do it",
        name_of(&workspace.draft, other),
        name_of(&workspace.draft, owner)
    ))
    .fixed_by(command_of(&edit, tail).into_iter().collect())
}
