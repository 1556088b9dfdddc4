#[cfg(unix)]
mod crash;
mod house;

#[test]
fn a() {}
