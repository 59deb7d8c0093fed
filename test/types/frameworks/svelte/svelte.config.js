// So that the checker looks for no other above this folder.
export default {};
