//! map
mod access;
mod domain;
mod wire;
