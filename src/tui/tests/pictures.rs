//! What every scene looks like.

use std::path::Path;

use super::{SCENES, Stage};
use crate::tui::picture;
use crate::tui::theme::{Depth, Theme, ThemeName};

const UNICODE: [(u16, u16); 4] = [(120, 36), (80, 24), (52, 20), (30, 8)];
const ASCII: [(u16, u16); 2] = [(120, 36), (52, 20)];

#[test]
fn every_scene_looks_as_it_was_approved() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, keys) in SCENES {
            let mut stage = Stage::after(keys);
            for (width, height) in UNICODE {
                insta::assert_snapshot!(
                    format!("{name}-{width}x{height}-unicode"),
                    stage.see(width, height)
                );
            }
            let mut stage = Stage::ascii_after(keys);
            for (width, height) in ASCII {
                insta::assert_snapshot!(
                    format!("{name}-{width}x{height}-ascii"),
                    stage.see(width, height)
                );
            }
        }
    });
}

/// The pictures of the README, by scene and width.
const SHOWN: &[(&str, &str, u16, u16)] = &[
    ("home", "", 120, 36),
    ("partners", "2 / type:alpha enter a esc j j", 120, 36),
    ("settings", "2 / type:velmont enter enter l l l", 120, 36),
    ("picker", "2 / type:beta enter enter l l enter", 120, 36),
    ("external", "4 j j", 120, 36),
    ("what-if", "5 j", 120, 36),
    ("map", "6 n n", 120, 36),
    ("sign-ins", "7", 120, 36),
    ("sync", "8", 120, 36),
    ("sync-person", "8 n enter j j", 120, 36),
    ("plan", "9 j j j", 120, 36),
    ("merger", "g w space j space r n n", 120, 36),
    ("history", "2 / type:velmont enter enter j j j j space 0 enter", 120, 36),
    ("small", "2 j j j", 52, 20),
];

#[test]
fn the_pictures_of_the_readme_show_what_is_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
    let bless = std::env::var("DETENTE_BLESS").is_ok_and(|value| value == "1");
    let theme = Theme::new(ThemeName::Night, Depth::True, None);
    let mut stale = Vec::new();
    for (name, keys, width, height) in SHOWN {
        let mut stage = Stage::after(keys).themed(theme.clone());
        let now = picture::svg(&stage.draw(*width, *height));
        let path = folder.join(format!("{name}.svg"));
        if bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &now).unwrap();
        } else if std::fs::read_to_string(&path).ok().map(|text| text.replace("\r\n", "\n"))
            != Some(now)
        {
            stale.push(*name);
        }
    }
    assert!(stale.is_empty(), "{stale:?} are out of date: DETENTE_BLESS=1 draws them again");
}

#[test]
fn a_wide_character_is_written_once_and_mapped_twice() {
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 6, 1));
    let theme = Theme::roles();
    let style = theme.role(crate::tui::theme::Role::Muted);
    buffer.set_string(0, 0, "日本x<", style);
    assert_eq!(picture::plain(&buffer), "日本x<");
    assert_eq!(picture::roles(&buffer), "mmmmmm");
    let svg = picture::svg(&buffer);
    assert!(svg.contains(r#"textLength="50.4""#), "{svg}");
    assert!(svg.contains("日本x&lt;"), "{svg}");
}
