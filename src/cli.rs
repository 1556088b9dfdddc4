//! The face without a screen.

use std::process::ExitCode;
use std::sync::Arc;

use crate::world::World;

/// Runs the command named by the arguments.
pub fn run(world: World<'_>) -> ExitCode {
    let dir = world.args.iter().skip(1).find(|word| *word != "demo").cloned().unwrap_or_default();
    let folder = Arc::new(crate::store::Folder::at(std::path::Path::new(&dir)).unwrap());
    let stamp = crate::store::Stamp { time: (world.now)(), actor: world.actor() };
    let desk = match crate::store::Desk::open(folder.clone(), "x") {
        Ok(desk) => desk,
        Err(_) => {
            let p = crate::practice::practice();
            let desk = crate::store::Desk::create(
                folder,
                "x",
                &stamp,
                "practice workspace",
                p.workspace,
                p.observed,
            )
            .unwrap();
            for (id, lines) in &p.directories {
                desk.put_directory(*id, "users", lines.users.iter().map(String::as_str)).unwrap();
                desk.put_directory(*id, "groups", lines.groups.iter().map(String::as_str)).unwrap();
                desk.put_directory(
                    *id,
                    "applications",
                    lines.applications.iter().map(String::as_str),
                )
                .unwrap();
            }
            desk
        }
    };
    let options = crate::tui::Options {
        colour: (world.env)("NO_COLOR").is_none(),
        actor: world.actor(),
        panic_key: (world.env)("DETENTE_PANIC_KEY").is_some(),
        ..Default::default()
    };
    crate::tui::run(desk, &options, world.now).unwrap();
    ExitCode::SUCCESS
}
