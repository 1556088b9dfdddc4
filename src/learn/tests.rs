#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod questions;

use std::collections::BTreeSet;

use super::*;
use crate::access::ambiguity;
use crate::domain::SETTINGS;

/// What a heading may be called; a page about one thing may name its parts.
const HEADINGS: &[&str] = &[
    "What it decides",
    "What it leaves to others",
    "What it means",
    "Together with",
    "Traps",
    "How to check",
    "What the documents leave open",
];

#[test]
fn every_setting_has_a_page_of_its_own() {
    let mut ids = BTreeSet::new();
    for row in SETTINGS {
        let page = about(row.path).unwrap_or_else(|| panic!("{} has no page", row.path));
        assert_eq!((page.setting, page.kind), (row.path, Kind::Setting));
        assert!(ids.insert(page.id), "{} is about two settings", page.id);
        assert!(page.sources.iter().any(|source| source == row.source), "{}", page.id);
    }
    let of_settings = pages().iter().filter(|page| page.kind == Kind::Setting).count();
    assert_eq!(of_settings, SETTINGS.len());
    // Where only the property is known, the page of its first half is shown.
    assert_eq!(about("b2bCollaborationInbound").unwrap().id, "inbound-collaboration-who");
    assert_eq!(about("tenantRestrictions").unwrap().id, "tenant-restrictions-who");
    assert_eq!((about(""), about("b2bCollaboration")), (None, None));
}

#[test]
fn every_page_is_whole() {
    let mut ids = BTreeSet::new();
    for page in pages() {
        let id = page.id;
        assert!(ids.insert(id), "{id} stands twice");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        assert!(!page.title.is_empty() && page.summary.ends_with('.'), "{id}");
        assert!(!page.sources.is_empty(), "{id} has no source");
        assert!(!page.see.is_empty(), "{id} leads nowhere");
        assert_eq!(page.setting.is_empty(), page.kind == Kind::Concept, "{id}");
        for source in &page.sources {
            let in_repository = source.split_once(':').is_some_and(|(repository, path)| {
                repository.split('/').count() == 2
                    && path.rsplit_once('.').is_some_and(|(_, end)| end == "md" || end == "yml")
            });
            assert!(in_repository || source.starts_with("https://"), "{id}: {source}");
        }
        assert!(page.sections.len() >= 3, "{id}");
        for section in &page.sections {
            assert!(!section.points.is_empty(), "{id}: {}", section.heading);
            let own = page.kind == Kind::Concept;
            assert!(own || HEADINGS.contains(&section.heading), "{id}: {}", section.heading);
            for point in &section.points {
                assert!(!point.contains("  ") && !point.ends_with(' '), "{id}: {point}");
            }
        }
        let has = |heading: &str| page.sections.iter().any(|part| part.heading == heading);
        assert!(has("How to check") && has("Traps"), "{id}");
        if page.kind != Kind::Concept {
            assert!(has("What it decides") && has("What it leaves to others"), "{id}");
        }
    }
}

#[test]
fn links_lead_to_pages_and_every_page_is_led_to() {
    let mut reached = BTreeSet::new();
    for one in pages() {
        for id in &one.see {
            assert!(page(id).is_some_and(|other| other != one), "{} -> {id}", one.id);
            reached.insert(*id);
        }
        for name in &one.open {
            assert!(ambiguity(name).is_some(), "{}: {name}", one.id);
        }
    }
    let lonely: Vec<&str> =
        pages().iter().map(|page| page.id).filter(|id| !reached.contains(id)).collect();
    assert_eq!(lonely, Vec::<&str>::new());
    for (method, ..) in METHODS {
        assert!(page(method.page()).is_some(), "{method:?}");
    }
}

#[test]
fn text_is_ascii_and_fits_every_width() {
    for one in pages() {
        for width in [100, 80, 52, 26, 9, 1] {
            for line in lay(one, width) {
                assert!(line.text.is_ascii(), "{}: {}", one.id, line.text);
                assert!(line.text.len() <= width, "{} at {width}: {}", one.id, line.text);
            }
        }
        // Nothing is lost by breaking lines.
        let words = |width| -> String {
            let text: String = lay(one, width).iter().map(|line| line.text.as_str()).collect();
            text.split_whitespace().collect()
        };
        assert_eq!(words(100), words(10_000), "{}", one.id);
    }
}

#[test]
fn a_point_hangs_under_its_sign() {
    let mut out = Vec::new();
    flow(&mut out, Tone::Text, "- ", "one two three four", 10);
    let lines: Vec<&str> = out.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["- one two", "  three", "  four"]);
}

#[test]
fn words_find_pages_the_title_first() {
    let found = |text: &str| find(text).iter().map(|page| page.id).collect::<Vec<_>>();
    assert_eq!(found("trust mfa").first(), Some(&"trust-mfa"));
    assert_eq!(found("AADSTS90071"), ["inbound-direct-connect-who"]);
    assert_eq!(found("isMfaAccepted").first(), Some(&"trust-mfa"));
    assert_eq!(found("zebra"), Vec::<&str>::new());
    assert_eq!(found("").len(), pages().len());
    // Every page is found by its own title, among the first.
    for page in pages() {
        let at = found(page.title).iter().position(|id| *id == page.id).unwrap();
        assert!(at < 6, "{}: {at}", page.title);
    }
}
