use super::*;

#[test]
fn what_hides_is_shown_and_what_does_not_is_left_alone() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        ("Contoso", "Contoso", "Contoso"),
        ("it's \"a\\b\"", "it's \"a\\b\"", "it's \"a\\b\""),
        ("Škoda", "Škoda", "<U+0160>koda"),
        ("東京 ガス", "東京 ガス", "<U+6771><U+4EAC> <U+30AC><U+30B9>"),
        ("a\u{202e}b", "a⟨U+202E⟩b", "a<U+202E>b"),
        ("a\u{2066}b\u{2069}", "a⟨U+2066⟩b⟨U+2069⟩", "a<U+2066>b<U+2069>"),
        ("\u{1b}[31mred", "⟨U+001B⟩[31mred", "<U+001B>[31mred"),
        ("a\nb\r\tc\0", "a⟨U+000A⟩b⟨U+000D⟩⟨U+0009⟩c⟨U+0000⟩", "a<U+000A>b<U+000D><U+0009>c<U+0000>"),
        ("\u{9b}31m\u{7f}", "⟨U+009B⟩31m⟨U+007F⟩", "<U+009B>31m<U+007F>"),
        ("con\u{200b}toso", "con⟨U+200B⟩toso", "con<U+200B>toso"),
        ("a\u{200c}b\u{200d}c", "a⟨U+200C⟩b⟨U+200D⟩c", "a<U+200C>b<U+200D>c"),
        ("\u{feff}x\u{ad}y", "⟨U+FEFF⟩x⟨U+00AD⟩y", "<U+FEFF>x<U+00AD>y"),
        ("a\u{a0}b\u{3000}c\u{2009}d", "a⟨U+00A0⟩b⟨U+3000⟩c⟨U+2009⟩d", "a<U+00A0>b<U+3000>c<U+2009>d"),
        ("a\u{2028}b\u{2029}", "a⟨U+2028⟩b⟨U+2029⟩", "a<U+2028>b<U+2029>"),
        ("\u{115f}\u{1160}\u{3164}\u{ffa0}", "⟨U+115F⟩⟨U+1160⟩⟨U+3164⟩⟨U+FFA0⟩", "<U+115F><U+1160><U+3164><U+FFA0>"),
        ("\u{2800}a\u{34f}", "⟨U+2800⟩a⟨U+034F⟩", "<U+2800>a<U+034F>"),
        ("a\u{e0041}\u{e007f}", "a⟨U+E0041⟩⟨U+E007F⟩", "a<U+E0041><U+E007F>"),
        ("a\u{fe0f}", "a⟨U+FE0F⟩", "a<U+FE0F>"),
        ("a\u{fe00}\u{e0100}", "a⟨U+FE00⟩⟨U+E0100⟩", "a<U+FE00><U+E0100>"),
        ("❤\u{fe0f}", "❤\u{fe0f}", "<U+2764><U+FE0F>"),
        ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}", "1<U+FE0F><U+20E3>"),
        ("1\u{fe0f}2", "1⟨U+FE0F⟩2", "1<U+FE0F>2"),
        ("👩\u{200d}🚀", "👩\u{200d}🚀", "<U+1F469><U+200D><U+1F680>"),
        ("👩🏽\u{200d}🚀", "👩🏽\u{200d}🚀", "<U+1F469><U+1F3FD><U+200D><U+1F680>"),
        ("👩\u{200d}x", "👩⟨U+200D⟩x", "<U+1F469><U+200D>x"),
        ("e\u{301}", "e\u{301}", "e<U+0301>"),
        ("e\u{301}\u{302}\u{303}\u{304}\u{305}x", "e\u{301}\u{302}\u{303}⟨+2⟩x", "e<U+0301><U+0302><U+0303><+2>x"),
        ("\u{e000}\u{fdd0}\u{10ffff}", "⟨U+E000⟩⟨U+FDD0⟩⟨U+10FFFF⟩", "<U+E000><U+FDD0><U+10FFFF>"),
        ("\u{61c}\u{600}\u{180e}\u{1d173}", "⟨U+061C⟩⟨U+0600⟩⟨U+180E⟩⟨U+1D173⟩", "<U+061C><U+0600><U+180E><U+1D173>"),
    ];
    for &(text, want, ascii) in table {
        assert_eq!(visible(text), want, "{text:?}");
        assert_eq!(visible_ascii(text), ascii, "{text:?}");
    }
}

#[test]
fn many_marks_are_counted_and_ordinary_names_cost_nothing() {
    let zalgo = format!("a{}", "\u{301}".repeat(300));
    assert_eq!(visible(&zalgo), "a\u{301}\u{301}\u{301}⟨+297⟩");
    for name in ["Fabrikam", "Žižkov", "Ελλάς", "Москва", "한국", "e\u{301}"] {
        assert!(matches!(visible(name), Cow::Borrowed(_)), "{name}");
    }
}

#[test]
fn no_control_character_passes_whatever_stands_around_it() {
    for c in (0..0x1_0000).chain(0xe_0000..0xe_1000).filter_map(char::from_u32) {
        for text in [format!("a{c}b"), format!("👩{c}🚀"), format!("{c}")] {
            let shown = visible(&text);
            assert!(!shown.chars().any(char::is_control), "{text:?}");
            assert_eq!(visible(&shown), shown, "what is shown is shown as it is: {text:?}");
            assert!(visible_ascii(&text).is_ascii(), "{text:?}");
        }
    }
}
