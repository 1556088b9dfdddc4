use std::collections::BTreeMap;
use std::sync::Arc;

use clap::builder::ValueParser;

use crate::access::{self, Directories, Identity, InviterRole, Kind, Question, Stage};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::trouble::Trouble;
use crate::cli::{people, verdicts};
use crate::domain::{Claim, ObjectId, TenantId};
use crate::remedy;
use crate::store::{self, Disk};
use crate::wire;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tenant that owns the account: id, domain or name
    #[arg(long, value_name = "TENANT", required_unless_present = "identity")]
    home: Option<String>,
    /// The user: object id, sign-in name or display name in the home tenant
    #[arg(long, value_name = "USER", required_unless_present = "identity")]
    user: Option<String>,
    /// Groups the user is in; without it the home tenant's directory is asked
    #[arg(long, value_name = "GUID", value_delimiter = ',')]
    groups: Option<Vec<ObjectId>>,
    /// The tenant that holds the application: id, domain or name
    #[arg(long, value_name = "TENANT")]
    resource: String,
    /// The application: id or name
    #[arg(long, value_name = "APP")]
    app: String,
    /// The other id of the request, where client and resource differ
    #[arg(long, value_name = "APP")]
    other_app: Option<String>,
    /// collaboration or direct-connect
    #[arg(long, default_value = "collaboration", value_parser = ValueParser::new(wire::kind_of))]
    kind: Kind,
    /// signIn, invitation, synchronisation or signUp
    #[arg(long, default_value = "signIn", value_parser = ValueParser::new(wire::stage_of))]
    stage: Stage,
    /// Who invites: object id or name in the resource tenant
    #[arg(long, value_name = "USER")]
    inviter: Option<String>,
    /// Whether a role entitles the inviter to invite: entitled or plain
    #[arg(long, value_name = "ROLE", value_parser = ValueParser::new(wire::role_of))]
    inviter_role: Option<InviterRole>,
    /// The address that is invited
    #[arg(long, value_name = "MAIL")]
    address: Option<String>,
    /// Who vouches for the user: entra, or other for a social account, a passcode, SAML or WS-Fed
    #[arg(long, value_name = "WHO", value_parser = ValueParser::new(wire::identity_of))]
    identity: Option<Identity>,
    /// The tenant whose tenant restrictions tag the request: that of the network or device
    #[arg(long, value_name = "TENANT")]
    network: Option<String>,
    /// What the session can prove: mfa, compliant, hybrid
    #[arg(long, value_name = "CLAIM", value_delimiter = ',', value_parser = ValueParser::new(wire::claim_of))]
    has: Vec<Claim>,
    /// Ask what was observed instead of the draft
    #[arg(long, conflicts_with = "changes")]
    observed: bool,
    /// Also tell which changes on our side would turn the answer around, and whom else they touch
    #[arg(long)]
    changes: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = desk.workspace().clone();
    let draft = &workspace.draft;
    let identity = args.identity.unwrap_or_default();
    let who = match (&args.home, &args.user, identity) {
        (_, _, Identity::Other) => None,
        (Some(home), Some(user), Identity::Entra) => Some((names::tenant(draft, home)?, user)),
        _ => {
            return Err(Trouble::bad(
                "name --home and --user: who is of Entra has both".to_owned(),
            ));
        }
    };
    let resource = names::tenant(draft, &args.resource)?;
    let home = who.map(|(home, _)| home);
    let (directories, notices) =
        directories(desk.disk().as_ref(), home.into_iter().chain([resource]))?;
    call.notices.extend(notices);
    let directory = |id| directories.get(&id).map(Arc::as_ref);
    let user = who
        .map(|(home, user)| people::user(&workspace, home, directory(home), user))
        .transpose()?;
    let app = |text: &str| people::app(&workspace, resource, directory(resource), text);
    let inviter = args
        .inviter
        .map(|text| people::user(&workspace, resource, directory(resource), &text))
        .transpose()?;
    let question = Question {
        home: home.unwrap_or_default(),
        user: user.unwrap_or_default(),
        groups: args.groups.map(|groups| groups.into_iter().collect()),
        resource,
        app: app(&args.app)?,
        other_app: args.other_app.as_deref().map(app).transpose()?,
        kind: args.kind,
        stage: args.stage,
        inviter,
        inviter_role: args.inviter_role,
        address: args.address,
        identity,
        network: args.network.as_deref().map(|text| names::tenant(draft, text)).transpose()?,
        has: args.has.into_iter().collect(),
    };
    let observed = args.observed.then(|| workspace.observed_estate());
    let estate = observed.as_ref().unwrap_or(draft);
    let answer = access::evaluate(estate, &directories, &question);
    let remedies =
        args.changes.then(|| remedy::smallest(&workspace, &directories, &question, &answer));
    if call.is_json() {
        let mut object = verdicts::answer_json(&answer);
        if let (Some(remedies), Some(members)) = (&remedies, object.as_object_mut()) {
            members.insert("changes".to_owned(), verdicts::changes_json(&workspace, remedies));
        }
        return Ok(Answer::json(&object));
    }
    let whose = home.map_or_else(|| "another identity".to_owned(), |home| name_of(draft, home));
    let asked = format!(
        "{} of {} to {} of {} by {}",
        args.user.as_deref().unwrap_or("somebody"),
        whose,
        args.app,
        name_of(draft, resource),
        args.kind.word()
    );
    let mut text = verdicts::answer_text(&answer, estate, &asked, call.look);
    if let Some(remedies) = &remedies {
        text.push_str(&verdicts::changes_text(remedies, call.look));
    }
    Ok(Answer::text(text))
}

/// The directories of some tenants, where they are in the workspace; and what has to be said.
pub fn directories(
    disk: &dyn Disk,
    tenants: impl IntoIterator<Item = TenantId>,
) -> Result<(Directories, Vec<String>), Trouble> {
    let mut found = BTreeMap::new();
    let mut notices = Vec::new();
    for tenant in tenants {
        if found.contains_key(&tenant) {
            continue;
        }
        let (directory, said) = store::read_directory(disk, tenant)?;
        notices.extend(said);
        if !directory.is_empty() {
            found.insert(tenant, Arc::new(directory));
        }
    }
    Ok((found, notices))
}
