// The block in the editor: its settings, and a picture of where the avatar will be. No session starts here.
(({ blocks, blockEditor, components, element, i18n }) => {
  const { createElement, Fragment } = element;
  const { InspectorControls, useBlockProps } = blockEditor;
  const { PanelBody, Placeholder, SelectControl, TextControl, ToggleControl } = components;
  const { __ } = i18n;

  const qualities = [
    { value: '', label: __('As in the settings', 'heygen-avatar') },
    { value: 'low', label: __('Low, 360p', 'heygen-avatar') },
    { value: 'medium', label: __('Medium, 480p', 'heygen-avatar') },
    { value: 'high', label: __('High, 720p', 'heygen-avatar') },
    { value: 'very_high', label: __('Very high, 1080p', 'heygen-avatar') },
  ];
  const bars = [
    { value: '', label: __('All controls', 'heygen-avatar') },
    { value: 'false', label: __('Start and end only', 'heygen-avatar') },
    { value: 'text volume end', label: __('Text, volume, end', 'heygen-avatar') },
    { value: 'microphone volume end', label: __('Microphone, volume, end', 'heygen-avatar') },
  ];

  function Edit({ attributes, setAttributes }) {
    const field = (kind, name, label, more) =>
      createElement(kind, {
        key: name,
        label,
        ...(kind === ToggleControl ? { checked: attributes[name] } : { value: attributes[name] }),
        onChange: (value) => setAttributes({ [name]: value }),
        ...more,
      });
    const own = __('Empty: as in the settings.', 'heygen-avatar');
    return createElement(
      Fragment,
      null,
      createElement(
        InspectorControls,
        null,
        createElement(
          PanelBody,
          { title: __('Avatar', 'heygen-avatar') },
          field(TextControl, 'avatar', __('Avatar id', 'heygen-avatar'), { help: own }),
          field(TextControl, 'context', __('Context id', 'heygen-avatar'), { help: own }),
          field(TextControl, 'voice', __('Voice id', 'heygen-avatar'), { help: own }),
          field(TextControl, 'language', __('Language', 'heygen-avatar'), { help: own }),
          field(SelectControl, 'quality', __('Quality', 'heygen-avatar'), { options: qualities }),
          field(TextControl, 'maxDuration', __('Longest session, in seconds', 'heygen-avatar'), {
            help: __('Not longer than in the settings.', 'heygen-avatar'),
            type: 'number',
          }),
        ),
        createElement(
          PanelBody,
          { title: __('Look and controls', 'heygen-avatar') },
          field(TextControl, 'poster', __('Address of a picture before the start', 'heygen-avatar'), {
            type: 'url',
          }),
          field(TextControl, 'width', __('Greatest width', 'heygen-avatar'), {
            help: __('For example 480 or 50%.', 'heygen-avatar'),
          }),
          field(SelectControl, 'controls', __('Controls', 'heygen-avatar'), { options: bars }),
          field(ToggleControl, 'voiceChat', __('Ask for the microphone at the start', 'heygen-avatar')),
          field(ToggleControl, 'pushToTalk', __('Push to talk', 'heygen-avatar')),
          field(ToggleControl, 'muted', __('Start without sound', 'heygen-avatar')),
        ),
      ),
      createElement(
        'div',
        useBlockProps(),
        createElement(Placeholder, {
          icon: 'admin-users',
          label: __('HeyGen Avatar', 'heygen-avatar'),
          instructions: __(
            'Visitors see the avatar here. A session starts when one of them presses the button.',
            'heygen-avatar',
          ),
        }),
      ),
    );
  }

  // PHP renders it, so that a page that was saved long ago gets today's tag.
  blocks.registerBlockType('heygen-avatar/avatar', { edit: Edit, save: () => null });
})(window.wp);
