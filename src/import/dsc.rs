//! `Microsoft365DSC` configurations: just enough of PowerShell's grammar to read the blocks that
//! such an export consists of. Nothing is run, and no expression is worked out.
//!
//! Source: microsoft/Microsoft365DSC:Modules/Microsoft365DSC/DSCResources

use crate::domain::{GuestLevel, Json};

use super::fault::{ImportFault, Place};
use super::json;
use super::session::{Session, Spot};
use super::text::Text;
use super::tidy::{self, Object};

/// Levels of blocks inside one another.
const DEPTH_MAX: usize = 32;

/// Whether a text begins as a configuration does.
pub(super) fn is_configuration(beginning: &str) -> bool {
    let has = |word: &str| beginning.contains(word);
    has("Microsoft365DSC") || (has("Configuration ") && has("AADCrossTenantAccessPolicy"))
}

/// Reads the whole configuration.
pub(super) fn read(mut text: Text<'_>, session: &mut Session<'_>) -> Result<(), ImportFault> {
    let track = text.track();
    let mut whole = String::new();
    std::io::Read::read_to_string(&mut text, &mut whole)
        .map_err(|bad| json::unread(&session.file, &track, &bad))?;
    let tokens = tokens(&whole).map_err(|(line, what)| broken(session, line, what))?;
    let mut parser = Parser { tokens: &tokens, at: 0 };
    let mut found = false;
    while let Some(Token { line, what }) = parser.next() {
        let What::Word(resource) = what else { continue };
        if !resource.starts_with("AAD") {
            continue;
        }
        // The instance's name, which says nothing.
        if matches!(parser.peek(), Some(What::Text(_) | What::Word(_))) {
            parser.at += 1;
        }
        if !parser.take('{') {
            continue;
        }
        let block =
            parser.members(DEPTH_MAX).map_err(|(line, what)| broken(session, line, what))?;
        found |= block_in(resource, block, *line, session)?;
    }
    if !found {
        let what =
            "this configuration has no block of cross-tenant access or external collaboration";
        let remedy = "export with the components AADCrossTenantAccessPolicy*";
        return Err(session.fault(None, what, remedy));
    }
    Ok(())
}

fn broken(session: &Session<'_>, line: usize, what: &str) -> ImportFault {
    let place = Place { line, column: 1 }.words("");
    session.fault(Some(place), what, "export the configuration again")
}

/// Members of every block that are about the export, not about the tenant.
const ABOUT_EXPORT: [&str; 13] = [
    "Ensure",
    "IsSingleInstance",
    "Credential",
    "ApplicationId",
    "ApplicationSecret",
    "TenantId",
    "CertificateThumbprint",
    "CertificatePath",
    "CertificatePassword",
    "ManagedIdentity",
    "AccessTokens",
    "DependsOn",
    "Id",
];

fn block_in(
    resource: &str,
    mut block: Object,
    line: usize,
    session: &mut Session<'_>,
) -> Result<bool, ImportFault> {
    if let Some(tenant) =
        block.get("TenantId").and_then(Json::as_str).and_then(|id| id.parse().ok())
    {
        session.claim(crate::domain::TenantId(tenant));
    }
    block.retain(|name, value| !ABOUT_EXPORT.contains(&name.as_str()) && !value.is_null());
    let context = match resource {
        "AADCrossTenantAccessPolicy" => {
            block.entry("AllowedCloudEndpoints").or_insert_with(|| Json::Array(Vec::new()));
            "#policies/crossTenantAccessPolicy/$entity"
        }
        "AADCrossTenantAccessPolicyConfigurationDefault" => {
            "#policies/crossTenantAccessPolicy/default/$entity"
        }
        "AADCrossTenantAccessPolicyConfigurationPartner" => {
            if let Some(id) = block.shift_remove("PartnerTenantId") {
                block.insert("TenantId".to_owned(), id);
            }
            "#policies/crossTenantAccessPolicy/partners/$entity"
        }
        "AADAuthorizationPolicy" => {
            guest_role(&mut block);
            "#policies/authorizationPolicy/$entity"
        }
        "AADExternalIdentityPolicy" => "#policies/externalIdentitiesPolicy/$entity",
        _ => return Ok(false),
    };
    warn(resource, session);
    let place = Place { line, column: 1 };
    let file = session.file.clone();
    let object = tidy::tidy(block, &file, session.warnings)
        .map_err(|what| session.fault(Some(place.words(resource)), what, "export it again"))?;
    session.object(object, context, false, &Spot { text: "", start: place, path: resource })?;
    Ok(true)
}

/// `Microsoft365DSC` has words for the three documented roles.
fn guest_role(block: &mut Object) {
    let Some(Json::String(word)) = block.shift_remove("GuestUserRole") else { return };
    let level = match word.to_ascii_lowercase().as_str() {
        "user" => GuestLevel::Member,
        "guest" => GuestLevel::Limited,
        "restrictedguest" => GuestLevel::Restricted,
        _ => return,
    };
    block.insert("GuestUserRoleId".to_owned(), Json::String(level.role().to_string()));
}

/// What such an export leaves out or garbles.
///
/// Source: microsoft/Microsoft365DSC (2024-10), the loops of the three resources
fn warn(resource: &str, session: &mut Session<'_>) {
    if !resource.starts_with("AADCrossTenantAccessPolicyConfiguration") {
        return;
    }
    let file = session.file.clone();
    for what in [
        "Microsoft365DSC leaves a B2B setting out unless both halves have targets; what is missing here was left as it was",
        "Microsoft365DSC writes users and groups by name, not by id, and can write a user's name for every group that follows; check the targets",
        "Microsoft365DSC writes a variable in place of the tenant; what the files are of has to be said by other files or by `--tenant`",
        "Microsoft365DSC exports no tenant restrictions, no identity synchronization and no cross-cloud meeting settings",
    ] {
        session.warnings.add(what, &file);
    }
}

#[derive(Debug, PartialEq)]
enum What {
    Word(String),
    Variable(String),
    Text(String),
    Sign(char),
}

#[derive(Debug)]
struct Token {
    line: usize,
    what: What,
}

type Bad = (usize, &'static str);

/// Cuts a configuration into words, texts and signs.
fn tokens(text: &str) -> Result<Vec<Token>, Bad> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(c) = rest.chars().next() {
        let start = line;
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let (what, left) = match c {
            '#' => (None, after.find('\n').and_then(|at| after.get(at..)).unwrap_or_default()),
            '<' if after.starts_with('#') => {
                let end = after.find("#>").ok_or((line, "a comment is never closed"))?;
                (None, after.get(end + 2..).unwrap_or_default())
            }
            '\'' | '"' => {
                let (text, left) = quoted(after, c).ok_or((line, "a text is never closed"))?;
                (Some(What::Text(text)), left)
            }
            '$' => {
                let (word, left) =
                    word(after, |c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':'));
                (Some(What::Variable(word.to_owned())), left)
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '-') => {
                let (word, left) =
                    word(rest, |c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
                (Some(What::Word(word.to_owned())), left)
            }
            c if c.is_whitespace() => (None, after),
            c => (Some(What::Sign(c)), after),
        };
        let used = rest.get(..rest.len() - left.len()).unwrap_or_default();
        line += used.matches('\n').count();
        rest = left;
        if let Some(what) = what {
            out.push(Token { line: start, what });
        }
    }
    Ok(out)
}

fn word(text: &str, of: fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !of(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The text up to its closing quote. Doubled quotes stand for one; in double quotes a backtick
/// takes the next character as it is.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if c == quote {
            if letters.peek().is_some_and(|(_, next)| *next == quote) {
                letters.next();
                out.push(quote);
                continue;
            }
            return text.get(at + c.len_utf8()..).map(|left| (out, left));
        }
        if c == '`' && quote == '"' {
            let (_, next) = letters.next()?;
            out.push(next);
            continue;
        }
        out.push(c);
    }
    None
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<&'t Token> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn peek(&self) -> Option<&'t What> {
        self.tokens.get(self.at).map(|token| &token.what)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(1, |token| token.line)
    }

    fn take(&mut self, sign: char) -> bool {
        let there = self.peek() == Some(&What::Sign(sign));
        self.at += usize::from(there);
        there
    }

    /// `Name = value` up to the closing brace.
    fn members(&mut self, depth: usize) -> Result<Object, Bad> {
        let mut out = Object::new();
        loop {
            while self.take(';') {}
            if self.take('}') {
                return Ok(out);
            }
            let line = self.line();
            let Some(Token { what: What::Word(name), .. }) = self.next() else {
                return Err((line, "expected `Name = value` or a closing brace"));
            };
            if !self.take('=') {
                return Err((line, "expected `=` after a name"));
            }
            let value = self.value(depth)?;
            if out.insert(name.clone(), value).is_some() {
                return Err((line, "a name stands twice in one block"));
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, Bad> {
        let line = self.line();
        let depth = depth.checked_sub(1).ok_or((line, "the blocks are nested too deeply"))?;
        match self.next().map(|token| &token.what) {
            Some(What::Text(text)) => Ok(Json::String(text.clone())),
            Some(What::Variable(name)) => Ok(match name.to_ascii_lowercase().as_str() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                // What a variable would hold cannot be known here.
                _ => Json::Null,
            }),
            Some(What::Word(word)) => {
                if self.take('{') {
                    return self.members(depth).map(Json::Object);
                }
                Ok(serde_json::from_str(word).unwrap_or_else(|_| Json::String(word.clone())))
            }
            Some(What::Sign('@')) if self.take('(') => {
                let mut items = Vec::new();
                while !self.take(')') {
                    if self.take(',') || self.take(';') {
                        continue;
                    }
                    items.push(self.value(depth)?);
                }
                Ok(Json::Array(items))
            }
            _ => Err((line, "expected a text, a list, a block or $true or $false")),
        }
    }
}
