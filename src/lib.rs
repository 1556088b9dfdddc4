//! map
mod access;
mod domain;
mod practice;
mod wire;
