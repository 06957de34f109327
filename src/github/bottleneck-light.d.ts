/** The build without Redis, which is the one that Octokit's plugins use; it comes without types of its own. */
declare module 'bottleneck/light.js' {
  import Bottleneck from 'bottleneck';

  export default Bottleneck;
}
