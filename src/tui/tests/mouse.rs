//! The mouse reaches what was drawn.

use super::Stage;

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut stage = Stage::after("2");
    let at = stage.find("Alpha Nordics");
    stage.click(at);
    let line = stage.text().lines().next().unwrap_or_default().to_owned();
    assert!(line.contains("Partners › Alpha Nordics"), "{line}");
    assert_eq!(stage.app.tab(), "Partners");
    stage.click(at);
    assert_eq!(stage.app.tab(), "Settings");
    assert!(stage.text().contains("Alpha Nordics › Settings"), "{}", stage.text());
}

#[test]
fn clicks_on_two_rows_are_no_double_click() {
    let mut stage = Stage::after("2");
    let (one, other) = (stage.find("Alpha Nordics"), stage.find("Beta Ltd"));
    stage.click(one).click(other).click(one);
    assert_eq!(stage.app.tab(), "Partners");
}

#[test]
fn the_wheel_moves_the_cursor_of_the_list() {
    let mut stage = Stage::after("2");
    let before = stage.text();
    stage.wheel_down();
    let after = stage.text();
    assert_ne!(before.lines().next(), after.lines().next());
}

#[test]
fn tabs_and_titles_can_be_clicked() {
    let mut stage = Stage::new();
    for (key, title) in
        [(2, "Partners"), (3, "Settings"), (4, "External"), (0, "History"), (1, "Home")]
    {
        let at = stage.find(&format!("{key} {title}")).x;
        stage.click((at + 1, 1));
        assert_eq!(stage.app.tab(), title);
    }
    stage.keys("2");
    let at = stage.find("Domain");
    stage.click(at);
    assert!(stage.text().contains("by domain"), "{}", stage.text());
    stage.click(at);
    assert!(stage.text().contains("by domain reversed"), "{}", stage.text());
}

#[test]
fn a_click_outside_closes_a_card_and_one_inside_does_not() {
    let cards = ["2 ?", "2 :", ",", "T", "2 c", "2 j x", "2 j e", "3 enter", "4 j j enter"];
    for keys in cards {
        let mut stage = Stage::after(keys);
        assert_eq!(stage.app.cards(), 1, "{keys}");
        // The frame of the card: nothing stands there.
        stage.draw(120, 36);
        let outside = stage.app.hits().iter().filter(|hit| hit.layer == 1).map(|hit| hit.area);
        let frame = outside.filter(|area| area.width < 120).max_by_key(|area| area.area()).unwrap();
        let before = stage.text();
        stage.click((frame.x, frame.y)).click((frame.x, frame.y));
        assert_eq!(stage.text(), before, "{keys}: a click on its frame did something");
        assert_eq!(stage.app.cards(), 1, "{keys}: a click on its frame closed it");
        stage.click((0, 35));
        assert_eq!(stage.app.cards(), 0, "{keys}: a click outside left it open");
    }
}

#[test]
fn a_click_below_a_card_does_not_reach_the_screen() {
    let mut stage = Stage::after("2");
    let at = stage.find("Beta Ltd");
    let before = stage.text().lines().next().map(str::to_owned);
    stage.keys(",").click(at);
    assert_eq!(stage.app.cards(), 0);
    assert_eq!(stage.text().lines().next().map(str::to_owned), before);
}
