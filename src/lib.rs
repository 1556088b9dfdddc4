//! map
mod access;
mod domain;
mod import;
mod wire;
