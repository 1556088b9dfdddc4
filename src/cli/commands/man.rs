use std::fmt::Write;

use clap_mangen::Man;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::grammar;
use crate::cli::trouble::Trouble;

/// What clap does not know, in the manual's own language.
const SECTIONS: &str = r#".SH "EXIT STATUS"
.TP
0
done
.TP
2
bad input, or refused; nothing was changed
.TP
70
a bug in detente
.TP
74
the disk, the terminal or the output could not be used
.TP
75
another instance holds the workspace or changed the same place; try again
.SH ENVIRONMENT
.TP
DETENTE_WORKSPACE
the workspace, where \-\-workspace does not say it
.TP
NO_COLOR
no colour
.SH FILES
.TP
workspace.json
the draft; a checkpoint of the journal
.TP
history.jsonl
the journal: every edit, one line each, chained by hashes
.TP
observed/
what was imported, never changed
.TP
directory/
imported users, groups and applications
"#;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn perform(_args: Args, _call: &mut Call<'_>) -> Result<Answer, Trouble> {
    page().map(Answer::text).map_err(|fault| Trouble::bad(format!("no manual: {fault}")))
}

/// One page: the program, then each command.
fn page() -> std::io::Result<String> {
    let mut bytes = Vec::new();
    let mut grammar = grammar();
    grammar.build();
    let whole = Man::new(grammar.clone());
    whole.render_title(&mut bytes)?;
    whole.render_name_section(&mut bytes)?;
    whole.render_synopsis_section(&mut bytes)?;
    whole.render_description_section(&mut bytes)?;
    whole.render_options_section(&mut bytes)?;
    let mut commands = String::from(".SH COMMANDS\n");
    for command in grammar
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").replace(['\\', '\n'], " ");
        let usage = usage.replace('-', "\\-");
        let _memory = write!(commands, ".TP\n\\fB{usage}\\fR\n{about}\n");
    }
    bytes.extend_from_slice(commands.as_bytes());
    bytes.extend_from_slice(SECTIONS.as_bytes());
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
