//! What holds for any two directories.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::arbitrary::cases;

prop_compose! {
    /// People of a small world, so that they meet.
    fn user(is_target: bool)(
        name in select(["ann", "bea", "cid"].as_slice()),
        mail in of(select(["ann@s.com", "bea@s.com", "cid@t.com"].as_slice())),
        department in of(select(["Sales", "sales", "East"].as_slice())),
        flags in [any::<bool>(), any::<bool>(), any::<bool>()],
        state in of(select(["Accepted", "PendingAcceptance"].as_slice())),
        number in 0..6u8,
    ) -> String {
        let [enabled, external, deleted] = flags;
        let upn = match external {
            true => format!("{name}_s.com#EXT#@tee.onmicrosoft.com"),
            // Sign-in names of one tenant are unique.
            false => format!("{name}%@{}", if is_target { "t.com" } else { "s.com" }),
        };
        let mail = mail.map(|mail| format!(" mail={mail}")).unwrap_or_default();
        let department = department.unwrap_or("null");
        let gone = if deleted && number == 0 { "2026-01-01" } else { "null" };
        let state = state.filter(|_| external).unwrap_or("null");
        format!("{name} upn={upn}{mail} on={enabled} department={department} gone={gone} state={state} name={name}\n")
    }
}

prop_compose! {
    pub fn world()(
        source in vec(user(false), 0..8),
        target in vec(user(true), 0..6),
        everyone in any::<bool>(),
        assigned in vec(1..9u128, 0..5),
        later in any::<bool>(),
        threshold in of(0..3u64),
        filtered in any::<bool>(),
    ) -> (Scene, Vec<String>) {
        let unique = |lines: &[String]| {
            let lines = lines.iter().zip(0..).map(|(line, n)| line.replace('%', &n.to_string()));
            lines.collect::<String>()
        };
        let mut scene = scene(&unique(&source), &unique(&target));
        if !everyone {
            scene.assign(&assigned);
        }
        if filtered {
            scene.filter(&[("department", "EQUALS", "Sales")]);
        }
        scene.mode = if later { Mode::Incremental } else { Mode::Initial };
        scene.configuration.deletion_threshold = threshold;
        (scene, source)
    }
}

impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n--\n{}", self.source, self.target)
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn everybody_stands_once_and_sums_add_up((scene, users) in world()) {
        let (first, count) = scene.with(|_, preview| (preview.clone(), preview.users.len()));
        prop_assert_eq!(count, users.len());
        prop_assert_eq!(first.summary.total(), count as u64);
        for action in Action::ALL {
            let standing = first.users.iter().filter(|user| user.action == action).count();
            prop_assert_eq!(first.summary.of(action), standing as u64);
        }
        let again = scene.with(|_, preview| preview.clone());
        prop_assert_eq!(first, again);
    }

    #[test]
    fn what_is_unchanged_writes_nothing((scene, _) in world()) {
        scene.with(|engine, preview| {
            for (row, user) in preview.users.iter().enumerate() {
                let writes = engine.changes(row, &preview.users).iter().any(crate::sync::Change::is_written);
                let must = matches!(
                    user.action,
                    Action::Create | Action::Update | Action::Disable | Action::SoftDelete
                );
                let may = must || matches!(user.action, Action::Restore | Action::Staged | Action::Fail);
                prop_assert!(!must || writes, "{user:?}");
                prop_assert!(!writes || may, "{user:?}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn who_was_created_is_unchanged_afterwards((mut scene, _) in world()) {
        scene.mode = Mode::Initial;
        let made: Vec<(usize, String)> = scene.with(|engine, preview| {
            let created = preview.users.iter().enumerate();
            let created = created.filter(|(_, user)| user.action == Action::Create);
            created.map(|(row, _)| {
                let mut line = format!("new{row}");
                for one in engine.changes(row, &preview.users) {
                    let after = one.after.unwrap();
                    // Soft deletion is no attribute of an export.
                    if one.attribute != "IsSoftDeleted" {
                        let after = if after == "True" { "true" } else { &after };
                        line.push_str(&format!(" {}={after}", one.attribute));
                    }
                }
                (row, line)
            }).collect()
        });
        for (_, line) in &made {
            scene.target.push_str(line);
            scene.target.push('\n');
        }
        scene.with(|engine, preview| {
            for (row, line) in &made {
                let changes = engine.changes(*row, &preview.users);
                let action = preview.users[*row].action;
                prop_assert_eq!(action, Action::Unchanged, "{}\n{:?}", line, changes);
            }
            Ok(())
        })?;
    }
}
